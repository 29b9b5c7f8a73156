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

/** The run's tokenizers, which are trained first where the folder has none. */
export async function runTokenizers(
  folder: RunFolder,
  config: RunConfig['tokenizer'],
  pairs: SentencePair[],
  say: (line: string) => void,
): Promise<Tokenizers> {
  const { algorithm, characterCoverage } = config;
  const ensure = async (
    path: string,
    side: 'source' | 'target',
    vocabularySize: number,
  ): Promise<Tokenizer> => {
    if (!existsSync(path)) {
      say(`training the ${side} vocabulary (${algorithm}, ${vocabularySize} pieces)`);
      const lines = pairs.map((pair) => pair[side]);
      writeTokenizerModel(path, trainTokenizer(lines, { algorithm, vocabularySize, characterCoverage }));
    }
    return loadTokenizer(path);
  };
  return {
    source: await ensure(folder.sourceTokenizer, 'source', config.sourceVocabulary),
    target: await ensure(folder.targetTokenizer, 'target', config.targetVocabulary),
  };
}
