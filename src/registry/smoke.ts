/** A new model is tried on a few sentences before it takes over. */
import type { SentenceTranslation } from '../serving/translation.js';
import type { Language } from '../text/language.js';
import { PromotionRefused } from './refusal.js';

/** Everyday sentences of each language; none of a test set. */
export const SMOKE_SENTENCES: Record<Language, string[]> = {
  ko: [
    '안녕하세요.',
    '오늘은 날씨가 정말 좋네요.',
    '지금 몇 시예요?',
    '저는 어제 친구와 함께 영화를 봤어요.',
    '커피 한 잔 주세요.',
    '내일 아침 일곱 시에 만나요.',
    '이 버스는 시청까지 갑니까?',
    '감사합니다, 잘 먹겠습니다.',
  ],
  en: [
    'Hello.',
    'The weather is really nice today.',
    'What time is it now?',
    'I watched a film with my friend yesterday.',
    'A cup of coffee, please.',
    'Let us meet at seven tomorrow morning.',
    'Does this bus go to the city hall?',
    'Thank you, this looks delicious.',
  ],
};

export interface SmokeResult {
  source: string;
  translation: string;
}

const SCRIPT: Record<Language, RegExp> = { ko: /\p{Script=Hangul}/u, en: /\p{Script=Latin}/u };

/** Share of the sentences that must have come out well. */
const LEAST_SHARE = 0.5;

/**
 * Looks at translations of the smoke sentences.
 * @param strict whether a model is refused that translates, but hardly into its language
 * @throws PromotionRefused for a model that computes no numbers, or as `strict` says
 */
export function checkSmoke(
  name: string,
  sentences: SentenceTranslation[],
  { target, strict }: { target: Language; strict: boolean },
): SmokeResult[] {
  const best = sentences.map(({ hypotheses }) => hypotheses[0]);
  if (!best.every(({ score }) => Number.isFinite(score))) {
    throw new PromotionRefused(`model ${name}: expected finite scores, got others; it is broken`, {
      ground: 'broken',
    });
  }
  const sound = best.filter(({ text, pieces }) => SCRIPT[target].test(text) && pieces.at(-1) === '</s>');
  if (strict && sound.length < LEAST_SHARE * best.length) {
    throw new PromotionRefused(
      `model ${name}: expected whole translations of ${best.length} everyday sentences, got ${sound.length}; ` +
        'train it longer, or promote it all the same with force',
      { ground: 'trial' },
    );
  }
  return sentences.map(({ source, hypotheses }) => ({ source, translation: hypotheses[0].text }));
}
