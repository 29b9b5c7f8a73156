/** Sentence pairs as ids, ready for batches. */
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { EOS } from '../text/special-pieces.js';
import type { SentencePair } from '../corpus/pairs.js';

export interface Example {
  /** Source ids, `</s>` last. */
  source: number[];
  /** Target ids without control pieces. */
  target: number[];
}

export interface EncodedExamples {
  examples: Example[];
  /** The pairs of the examples, in the same order. */
  pairs: SentencePair[];
  /** Pairs left out because a side is empty or longer than allowed. */
  left: number;
}

/** Encodes pairs; those with an empty side or more than `longest` pieces on one are left out. */
export function encodeExamples(
  pairs: SentencePair[],
  tokenizers: { source: Tokenizer; target: Tokenizer },
  longest: number,
): EncodedExamples {
  const examples: Example[] = [];
  const kept: SentencePair[] = [];
  for (const pair of pairs) {
    const example = {
      source: [...tokenizers.source.encode(pair.source), EOS],
      target: tokenizers.target.encode(pair.target),
    };
    const fits = example.source.length <= longest && example.target.length < longest;
    if (!fits || example.source.length === 1 || example.target.length === 0) continue;
    examples.push(example);
    kept.push(pair);
  }
  return { examples, pairs: kept, left: pairs.length - examples.length };
}
