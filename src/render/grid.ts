/** The attention of a hypothesis as a grid of words or pieces, with the probability of each row. */
import { SPECIAL_PIECES, EOS } from '../text/special-pieces.js';
import { wordAttention } from '../text/words.js';
import type { DrawnHypothesis, DrawnSentence } from './drawn.js';

export type Units = 'words' | 'pieces';

/** A row or column: one word or one piece, and the pieces `[start, end)` that it stands for. */
export interface GridUnit {
  text: string;
  start: number;
  end: number;
}

export interface Grid {
  rows: GridUnit[];
  columns: GridUnit[];
  /** `[rows][columns]`; each row sums to one, or all are zero where the model has no attention. */
  weights: number[][];
  /** Probability of each row: that of its pieces together. */
  probabilities: number[];
}

export const END_PIECE = SPECIAL_PIECES[EOS];
/** How the end of a sentence is written: it has no word of its own. */
export const END_LABEL = '⟨end⟩';

export const shownName = (name: string): string => (name === END_PIECE ? END_LABEL : name);

const unitsOf = (pieces: string[]): GridUnit[] =>
  pieces.map((text, start) => ({ text, start, end: start + 1 }));

/** The grid of a hypothesis. With words, source pieces are summed and target pieces averaged. */
export function gridOf(sentence: DrawnSentence, hypothesis: DrawnHypothesis, units: Units): Grid {
  const { pieces, attention, stepProbabilities } = hypothesis;
  const grid =
    units === 'pieces'
      ? { target: unitsOf(pieces), source: unitsOf(sentence.sourcePieces), attention }
      : wordAttention(sentence.sourcePieces, pieces, attention, {
          source: sentence.carried,
          target: hypothesis.carried,
        });
  return {
    rows: grid.target,
    columns: grid.source,
    weights: grid.attention,
    probabilities: grid.target.map(({ start, end }) =>
      stepProbabilities.slice(start, end).reduce((product, probability) => product * probability, 1),
    ),
  };
}

/** Whether there is any attention to draw. */
export const hasAttention = ({ weights }: Grid): boolean =>
  weights.length === 0 || weights.some((row) => row.some((weight) => weight > 0));
