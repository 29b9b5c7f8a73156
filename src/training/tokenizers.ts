/** The vocabularies of a run: trained on its own training pairs, once. */
import { existsSync } from 'node:fs';
import { loadTokenizer } from '../tokenizer/tokenizer.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { trainTokenizer, writeTokenizerModel } from '../tokenizer/training.js';
import type { RunConfig } from './configuration.js';
import type { SentencePair } from '../corpus/pairs.js';
import type { RunFolder } from './run-folder.js';

export interface Tokenizers {
  source: Tokenizer;
  target: Tokenizer;
}

type Side = 'source' | 'target';

/** The run's tokenizers, which are trained first where the folder has none; a joint vocabulary is in both files. */
export async function runTokenizers(
  folder: RunFolder,
  config: RunConfig['tokenizer'],
  pairs: SentencePair[],
  say: (line: string) => void,
): Promise<Tokenizers> {
  const { algorithm, characterCoverage } = config;
  const paths = { source: folder.sourceTokenizer, target: folder.targetTokenizer };
  const train = (sides: Side[], vocabularySize: number): void => {
    const missing = sides.filter((side) => !existsSync(paths[side]));
    if (missing.length === 0) return;
    const named = sides.length > 1 ? 'joint' : sides[0];
    say(`training the ${named} vocabulary (${algorithm}, ${vocabularySize} pieces)`);
    const lines = sides.flatMap((side) => pairs.map((pair) => pair[side]));
    const model = trainTokenizer(lines, { algorithm, vocabularySize, characterCoverage });
    for (const side of missing) writeTokenizerModel(paths[side], model);
  };
  if (config.joint) train(['source', 'target'], config.sourceVocabulary);
  else {
    train(['source'], config.sourceVocabulary);
    train(['target'], config.targetVocabulary);
  }
  return { source: await loadTokenizer(paths.source), target: await loadTokenizer(paths.target) };
}
