/** The training pairs as ids, corpus by corpus, so that they can be mixed. */
import type { RunConfig } from './configuration.js';
import type { CorpusPart } from './corpus-mixing.js';
import type { DataSet } from './data-set.js';
import { encodeExamples } from './examples.js';
import type { EncodedExamples } from './examples.js';
import type { Tokenizers } from './tokenizers.js';

export interface TrainingExamples extends EncodedExamples {
  /** Where each corpus stands among the examples. */
  parts: CorpusPart[];
}

/** Encodes the training pairs; those with an empty side or more than `training.longest` pieces are left out. */
export function encodeTrainingExamples(
  data: DataSet,
  config: RunConfig,
  tokenizers: Tokenizers,
): TrainingExamples {
  const all: TrainingExamples = { examples: [], pairs: [], left: 0, parts: [] };
  let read = 0;
  data.corpora.forEach(({ pairs }, place) => {
    const file = config.data.train[place];
    const weight = file === undefined || typeof file === 'string' ? 1 : (file.weight ?? 1);
    const encoded = encodeExamples(data.train.slice(read, read + pairs), tokenizers, config.training.longest);
    read += pairs;
    all.parts.push({ first: all.examples.length, size: encoded.examples.length, weight });
    for (const example of encoded.examples) all.examples.push(example);
    for (const pair of encoded.pairs) all.pairs.push(pair);
    all.left += encoded.left;
  });
  return all;
}
