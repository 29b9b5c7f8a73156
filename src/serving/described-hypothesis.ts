/** What search found, in pieces and text instead of ids. */
import type { SearchResult } from '../search/search.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { Hypothesis } from './translation.js';

export function describeHypothesis(
  { ids, candidates, ...rest }: SearchResult,
  target: Tokenizer,
): Hypothesis {
  const described = { text: target.decode(ids), pieces: target.pieces(ids), ...rest };
  if (!candidates) return described;
  return {
    ...described,
    candidates: candidates.map((step) =>
      step.map(({ id, probability }) => ({ piece: target.pieces([id])[0], probability })),
    ),
  };
}
