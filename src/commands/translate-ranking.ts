/** The n best translations of a line from those of its sentences. */
import type { SentenceTranslation } from '../serving/translation.js';

export interface RankedLine {
  text: string;
  /** Sum of the scores of its sentences. */
  score: number;
}

/**
 * Combines the hypotheses of each sentence and keeps the n best combinations, best first; fewer where there are
 * fewer.
 */
export function rankLine(sentences: SentenceTranslation[], n: number): RankedLine[] {
  return sentences.reduce<RankedLine[]>(
    (lines, { hypotheses }) =>
      lines
        .flatMap((line) =>
          hypotheses.map(({ text, score }) => ({
            text: line.text === '' ? text : `${line.text} ${text}`,
            score: line.score + score,
          })),
        )
        .sort((a, b) => b.score - a.score)
        .slice(0, n),
    [{ text: '', score: 0 }],
  );
}
