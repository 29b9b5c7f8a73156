/** Alternatives of a whole text from the alternatives of its sentences. */
import { joinSentences } from '../serving/passage.js';
import type { Translation } from '../serving/translation.js';

/**
 * The n-th text takes the n-th hypothesis of each sentence, or its last where it has fewer. Texts that say the
 * same are kept once, best first.
 */
export function joinHypotheses({ source, target, model, sentences }: Translation): string[] {
  const most = Math.max(0, ...sentences.map(({ hypotheses }) => hypotheses.length));
  const texts = Array.from({ length: most }, (_, n) => {
    const chosen = sentences.map((sentence) => {
      const { hypotheses } = sentence;
      return { ...sentence, hypotheses: [hypotheses[Math.min(n, hypotheses.length - 1)]] };
    });
    return joinSentences({ source, target }, model, chosen).text;
  });
  return [...new Set(texts)];
}
