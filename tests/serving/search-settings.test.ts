import { beforeAll, describe, expect, it } from 'vitest';
import type { SearchSettings } from '../../src/serving/search-settings.js';
import { Translator } from '../../src/serving/translator.js';
import type { TranslateOptions } from '../../src/serving/translator.js';
import type { SentenceTranslation } from '../../src/serving/translation.js';
import { writeTinyCheckpoint } from './tiny-checkpoint.js';

const SOURCE = '오늘은 날씨가 좋네요';

let translator: Translator;

beforeAll(async () => {
  translator = await Translator.load(await writeTinyCheckpoint({ seed: 3 }));
});

async function translate(
  search: SearchSettings,
  options: TranslateOptions = {},
): Promise<SentenceTranslation> {
  const [sentence] = await translator.translateSentences([SOURCE], { nBest: 3, ...options, search });
  return sentence;
}

const texts = ({ hypotheses }: SentenceTranslation): string[] => hypotheses.map(({ text }) => text);

describe('search settings', () => {
  it('prefix is what the first sentence of each text begins with', async () => {
    const search = { prefix: 'The weather' };
    const found = await translator.translateTexts([`${SOURCE}. ${SOURCE}.`, SOURCE], { search });
    const [first, second] = found[0].sentences.map(({ hypotheses: [{ text }] }) => text);
    expect(first).toMatch(/^The weather/);
    expect(second).not.toMatch(/^The weather/);
    expect(found[1].text).toMatch(/^The weather/);
  });

  it('banned words are not written', async () => {
    const [word] = texts(await translate({}))[0].split(' ');
    for (const text of texts(await translate({ banned: [word] })))
      expect(
        text
          .toLowerCase()
          .split(' ')
          .some((own) => own.startsWith(word.toLowerCase())),
      ).toBe(false);
  });

  it('forced words are written, those of a source word only where it stands', async () => {
    const force = async (source?: string): Promise<string> =>
      texts(await translate({ forced: [{ target: 'school is', source }] }, { beam: 8 }))[0];
    expect(await force()).toContain('school is');
    expect(await force('날씨')).toContain('school is');
    expect(await force('학교')).not.toContain('school is');
  });

  it('length ratios bound the length', async () => {
    const pieces = async (search: SearchSettings): Promise<number[]> => {
      const { sourcePieces, hypotheses } = await translate(search);
      return hypotheses.map((hypothesis) => hypothesis.pieces.length - 10 * sourcePieces.length);
    };
    for (const over of await pieces({ minLengthRatio: 10, maxLengthRatio: 10 }))
      expect(over).toBeGreaterThanOrEqual(0);
    for (const over of await pieces({ maxLengthRatio: 0 })) expect(over).toBeLessThan(-10);
  });

  it('noRepeatNgram forbids repetition', async () => {
    for (const { pieces } of (await translate({ noRepeatNgram: 1, minLengthRatio: 2 })).hypotheses) {
      expect(new Set(pieces).size).toBe(pieces.length);
    }
  });

  it('length and coverage penalties and the temperature change the scores', async () => {
    const score = async (search: SearchSettings): Promise<number> =>
      (await translate(search)).hypotheses[0].score;
    const { logProbability } = (await translate({ lengthPenalty: 0 })).hypotheses[0];
    expect(await score({ lengthPenalty: 0 })).toBe(logProbability);
    expect(await score({ lengthPenalty: 1 })).toBeGreaterThan(logProbability);
    expect(await score({ coveragePenalty: 5 })).toBeLessThan(await score({}));
    expect(await score({ scoreTemperature: 0.1 })).toBeGreaterThan(await score({}));
  });

  it('sampling draws by its seed', async () => {
    const draw = async (seed: number): Promise<string[]> =>
      texts(await translate({ sampling: { temperature: 2, topK: 0, seed } }, { beam: 1, nBest: 3 }));
    expect(await draw(1)).toEqual(await draw(1));
    expect(await draw(1)).not.toEqual(await draw(2));
  });

  it('hands the tree of each search over', async () => {
    const sources: string[] = [];
    await translate({}, { onTrace: (source, { nodes }) => nodes.length > 0 && sources.push(source) });
    expect(sources).toEqual([`${SOURCE}.`]);
  });

  it.each<[SearchSettings, RegExp]>([
    [{ prefix: ' ' }, /^prefix: expected words/],
    [{ prefix: '漢' }, /^prefix: expected letters that the model can write, got '漢'$/],
    [{ forced: [{ target: '漢' }] }, /^forced word: expected letters/],
    [{ banned: [' '] }, /^banned word: /],
    [{ minLengthRatio: 3, maxLengthRatio: 1 }, /^min-length ratio: expected at most the max-length ratio 1/],
    [{ maxLengthRatio: -1 }, /^max-length ratio: /],
    [{ coveragePenalty: -1 }, /^coverage penalty: /],
    [{ noRepeatNgram: 1.5 }, /^no-repeat n-gram: /],
  ])('refuses %j', async (search, message) => {
    await expect(translate(search)).rejects.toThrow(message);
  });
});
