/** Sentence pairs as ids, ready for batches. */
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { EOS } from '../text/special-pieces.js';
import type { SentencePair } from './data-set.js';

export interface Example {
  /** Source ids, `</s>` last. */
  source: number[];
  /** Target ids without control pieces. */
  target: number[];
}

export interface EncodedExamples {
  examples: Example[];
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
  for (const { source, target } of pairs) {
    const example = {
      source: [...tokenizers.source.encode(source), EOS],
      target: tokenizers.target.encode(target),
    };
    const fits = example.source.length <= longest && example.target.length < longest;
    if (fits && example.source.length > 1 && example.target.length > 0) examples.push(example);
  }
  return { examples, left: pairs.length - examples.length };
}
