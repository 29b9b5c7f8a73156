/** Sources longer than the model reads at once, cut into parts, and their translations made one again. */
import { EOS, SPACE_MARK } from '../text/special-pieces.js';
import type { Word } from '../text/words.js';
import type { Hypothesis, SentenceTranslation } from './translation.js';

/** What search found for one part. */
export type PartTranslation = Pick<SentenceTranslation, 'sourcePieces' | 'carried' | 'hypotheses'>;

/**
 * Cuts the ids of a source into parts of at most `limit` ids, each followed by `</s>`; where possible a part
 * begins with a word.
 * @param pieces the piece of each id
 */
export function cutSource(ids: number[], pieces: string[], limit: number): number[][] {
  const parts: number[][] = [];
  let start = 0;
  while (ids.length - start > limit) {
    let end = start + limit;
    // Not further back than half a part: a text without spaces is cut anywhere.
    while (end > start + limit / 2 && !pieces[end].startsWith(SPACE_MARK)) end--;
    if (!pieces[end].startsWith(SPACE_MARK)) end = start + limit;
    parts.push([...ids.slice(start, end), EOS]);
    start = end;
  }
  parts.push([...ids.slice(start), EOS]);
  return parts;
}

/** The translations of the parts of one source as one: attention in blocks along the diagonal. */
export function joinParts(source: string, parts: PartTranslation[]): SentenceTranslation {
  if (parts.length === 1) return { source, separator: '', ...parts[0] };
  const sourcePieces = parts.flatMap((part) => part.sourcePieces);
  const carried = shifted(parts.map((part) => ({ length: part.sourcePieces.length, carried: part.carried })));
  const ranks = Math.min(...parts.map(({ hypotheses }) => hypotheses.length));
  const hypotheses = Array.from({ length: ranks }, (_, rank): Hypothesis => {
    const chosen = parts.map((part) => part.hypotheses[rank]);
    const own = shifted(
      chosen.map(({ pieces, carried: words }) => ({ length: pieces.length, carried: words })),
    );
    return {
      text: chosen.map(({ text }) => text).join(' '),
      pieces: chosen.flatMap(({ pieces }) => pieces),
      score: chosen.reduce((sum, { score }) => sum + score, 0) / chosen.length,
      logProbability: chosen.reduce((sum, { logProbability }) => sum + logProbability, 0),
      stepProbabilities: chosen.flatMap(({ stepProbabilities }) => stepProbabilities),
      attention: blockDiagonal(chosen, parts, sourcePieces.length),
      ...(own.length > 0 && { carried: own }),
    };
  });
  return { source, separator: '', sourcePieces, ...(carried.length > 0 && { carried }), hypotheses };
}

/** Words of parts as words of the whole. */
function shifted(parts: { length: number; carried?: Word[] }[]): Word[] {
  let offset = 0;
  return parts.flatMap(({ length, carried = [] }) => {
    const start = offset;
    offset += length;
    return carried.map((word) => ({ ...word, start: word.start + start, end: word.end + start }));
  });
}

function blockDiagonal(chosen: Hypothesis[], parts: PartTranslation[], width: number): number[][] {
  let offset = 0;
  return chosen.flatMap(({ attention }, i) => {
    const start = offset;
    offset += parts[i].sourcePieces.length;
    return attention.map((weights) => {
      const row = new Array<number>(width).fill(0);
      weights.forEach((weight, t) => (row[start + t] = weight));
      return row;
    });
  });
}
