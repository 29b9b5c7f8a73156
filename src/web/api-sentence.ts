/** A translated sentence as the interface for programs tells it: with its words, and what follows for them. */
import type { Hypothesis, SentenceTranslation } from '../serving/translation.js';
import { SPECIAL_PIECES, EOS } from '../text/special-pieces.js';
import { groupPieces, wordAttention } from '../text/words.js';
import type { ApiHypothesis, ApiSentence } from './api/attention.js';

const product = (values: number[]): number => values.reduce((all, value) => all * value, 1);

function apiHypothesis(
  hypothesis: Hypothesis,
  { sourcePieces, carried: source }: Pick<SentenceTranslation, 'sourcePieces' | 'carried'>,
  scores: number[][] | null,
): ApiHypothesis {
  const { pieces, carried: target, stepProbabilities, attention, logProbability } = hypothesis;
  const words = wordAttention(sourcePieces, pieces, attention, { source, target });
  return {
    ...hypothesis,
    complete: pieces.at(-1) === SPECIAL_PIECES[EOS],
    probability: Math.exp(logProbability),
    ...(scores && { scores }),
    words: words.target,
    wordProbabilities: words.target.map(({ start, end }) => product(stepProbabilities.slice(start, end))),
    wordAttention: words.attention,
  };
}

/** @param scores attention scores of each hypothesis, where they were asked for */
export function apiSentence(
  { sourcePieces, carried, hypotheses, ...sentence }: SentenceTranslation,
  scores: (number[][] | null)[] = [],
): ApiSentence {
  return {
    ...sentence,
    sourcePieces,
    ...(carried && { carried }),
    sourceWords: groupPieces(sourcePieces, carried),
    hypotheses: hypotheses.map((one, rank) =>
      apiHypothesis(one, { sourcePieces, carried }, scores[rank] ?? null),
    ),
  };
}
