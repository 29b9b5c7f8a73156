/** A checkpoint of an untrained model with vocabularies of its own: every part is real, only small. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../src/foundation/random.js';
import { saveCheckpoint, storedParameters } from '../../src/model/checkpoint.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { initialiseParameters } from '../../src/model/parameters.js';
import { TranslationModel } from '../../src/model/translation-model.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import type { Language } from '../../src/text/language.js';
import { trainTokenizer, writeTokenizerModel } from '../../src/tokenizer/training.js';

const LINES: Record<Language, string[]> = {
  ko: [
    '오늘은 날씨가 좋네요. 오늘은 학교에 갑니다. 저는 오늘 학교에 갑니다.',
    '저는 학생입니다. 저는 날씨가 좋아요. 학교에 학생이 많네요. 오늘 학생이 많네요.',
  ],
  en: [
    'The weather is nice today. It is nice weather. I like the nice weather today.',
    'I am a student. I go to school today. The student is at school. The school is nice.',
  ],
};

const VOCABULARY = 48;

export interface TinyOptions {
  source?: Language;
  name?: string;
  seed?: number;
  /** Where the folder goes, named after the model. */
  parent?: string;
  /** What is otherwise than in the tiny model. */
  changes?: Partial<ModelConfig>;
}

/** Writes a checkpoint and returns its folder. */
export async function writeTinyCheckpoint({
  source = 'ko',
  name = 'tiny',
  seed = 1,
  parent = mkdtempSync(join(tmpdir(), 'ieum-checkpoint-')),
  changes,
}: TinyOptions = {}): Promise<string> {
  await initialiseEngine();
  const target = source === 'ko' ? 'en' : 'ko';
  const architecture: ModelConfig = {
    sourceVocabulary: VOCABULARY,
    targetVocabulary: VOCABULARY,
    embedding: 8,
    hidden: 16,
    encoderLayers: 1,
    decoderLayers: 1,
    bidirectional: true,
    cell: 'lstm',
    attention: 'dot',
    bridge: 'dense',
    tiedEmbeddings: 'none',
    layerNorm: false,
    inputFeeding: true,
    ...changes,
  };
  const parameters = initialiseParameters(architecture, new Random(seed));
  const model = new TranslationModel(architecture, parameters);
  const folder = join(parent, name);
  const card = { name, source, target, architecture, updates: 0, targetTokens: 0 } as const;
  saveCheckpoint(folder, storedParameters(model), {
    card: { ...card, scores: [], corpora: [], licences: [] },
    tokenizers: { source: tokenizerBytes(source), target: tokenizerBytes(target) },
  });
  model.dispose();
  return folder;
}

function tokenizerBytes(language: Language): Uint8Array {
  const path = join(mkdtempSync(join(tmpdir(), 'ieum-tokenizer-')), `${language}.model`);
  writeTokenizerModel(
    path,
    trainTokenizer(LINES[language], { algorithm: 'bpe', vocabularySize: VOCABULARY }),
  );
  return readFileSync(path);
}
