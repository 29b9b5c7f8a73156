/** Checkpoints: a folder with weights, architecture and vocabularies, bound together by hashes. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';
import { sha256, writeFolderAtomically } from '../foundation/files.js';
import type { Language } from '../text/language.js';
import { completeArchitecture } from './model-config.js';
import type { ModelConfig } from './model-config.js';
import { parametersFrom } from './parameters.js';
import { readSafetensors, writeSafetensors } from './safetensors.js';
import type { StoredTensor, StoredType } from './safetensors.js';
import { TranslationModel } from './translation-model.js';

const FORMAT = 'ieum-checkpoint-1';
const WEIGHTS = 'weights.safetensors';
const CARD = 'model.json';
const SOURCE_TOKENIZER = 'source.model';
const TARGET_TOKENIZER = 'target.model';

export interface CheckpointScore {
  /** What was translated, such as `data/everyday/test.tsv`. */
  on: string;
  beam: number;
  bleu: { score: number; signature: string };
  chrf: { score: number; signature: string };
}

export interface CorpusRecord {
  path: string;
  pairs: number;
  sha256: string;
}

/** What a checkpoint says of itself: `model.json` without its hashes. */
export interface CheckpointCard {
  name: string;
  source: Language;
  target: Language;
  architecture: ModelConfig;
  /** Updates of the parameters until here. */
  updates: number;
  /** Target words read in training until here, `</s>` included. */
  targetTokens: number;
  scores: CheckpointScore[];
  corpora: CorpusRecord[];
  licences: string[];
}

interface CheckpointFile extends CheckpointCard {
  format: string;
  /** SHA-256 of each other file of the checkpoint. */
  hashes: Record<string, string>;
}

export interface LoadedCheckpoint {
  model: TranslationModel;
  card: CheckpointCard;
  folder: string;
  /** Changes whenever anything in the checkpoint does. */
  hash: string;
  tokenizerPaths: { source: string; target: string };
}

export interface SaveCheckpointOptions {
  card: CheckpointCard;
  /** Bytes of the SentencePiece models. */
  tokenizers: { source: Uint8Array; target: Uint8Array };
  type?: StoredType;
  /** Further files by name, such as the state of training. */
  extra?: Map<string, string | Uint8Array>;
}

/** Writes a checkpoint whole or not at all. Throws UserError when the disk does not take it. */
export function saveCheckpoint(
  folder: string,
  parameters: Map<string, StoredTensor>,
  { card, tokenizers, type = 'F32', extra = new Map() }: SaveCheckpointOptions,
): void {
  const files = new Map<string, string | Uint8Array>([
    [WEIGHTS, writeSafetensors(parameters, type)],
    [SOURCE_TOKENIZER, tokenizers.source],
    [TARGET_TOKENIZER, tokenizers.target],
    ...extra,
  ]);
  const hashes = Object.fromEntries([...files].map(([name, content]) => [name, sha256(content)]));
  const file: CheckpointFile = { format: FORMAT, ...card, hashes };
  try {
    writeFolderAtomically(folder, (beside) => {
      for (const [name, content] of files) writeFileSync(join(beside, name), content);
      writeFileSync(join(beside, CARD), `${JSON.stringify(file, null, 2)}\n`);
    });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const reason = error.code === 'ENOSPC' ? 'the disk is full' : messageOf(error);
    throw new UserError(
      `checkpoint ${folder}: expected to write it, got '${reason}'; the checkpoint before it is untouched`,
      { exitCode: 1, status: 507, cause: error },
    );
  }
}

/** The parameters of a model as they are stored. */
export function storedParameters(model: TranslationModel): Map<string, StoredTensor> {
  return new Map(
    [...model.parameters].map(([name, parameter]) => [
      name,
      { shape: parameter.shape, values: parameter.dataSync<'float32'>() },
    ]),
  );
}

function readCard(folder: string): CheckpointFile {
  const path = join(folder, CARD);
  if (!existsSync(path)) {
    throw new UserError(
      `checkpoint ${folder}: expected a folder with ${CARD}, got none; train one with 'ieum train' or name another`,
      { status: 404 },
    );
  }
  try {
    const card = JSON.parse(readFileSync(path, 'utf8')) as CheckpointFile;
    if (card.format === FORMAT) return { ...card, architecture: completeArchitecture(card.architecture) };
  } catch (error) {
    throw new UserError(`checkpoint ${folder}: expected JSON in ${CARD}, got '${messageOf(error)}'`);
  }
  throw new UserError(`checkpoint ${folder}: expected ${CARD} of the format ${FORMAT}, got another`);
}

/** A file of a checkpoint, held against its hash. */
function readVerified(folder: string, name: string, card: CheckpointFile): Uint8Array {
  const path = join(folder, name);
  if (!existsSync(path))
    throw new UserError(`checkpoint ${folder}: expected ${name} in it, got none; copy it again`);
  const content = readFileSync(path);
  if (sha256(content) !== card.hashes[name]) {
    throw new UserError(
      `checkpoint ${folder}: expected ${name} with the hash that ${CARD} names, got another; ` +
        `it is truncated or was changed, copy it again`,
    );
  }
  return content;
}

/** What a checkpoint says of itself, without reading its weights. Throws UserError when there is none. */
export function readCheckpointCard(folder: string): CheckpointCard {
  const { format: _format, hashes: _hashes, ...card } = readCard(folder);
  return card;
}

/** The parameters of a checkpoint as they are stored. Throws UserError when they are missing or damaged. */
export function readStoredParameters(folder: string): Map<string, StoredTensor> {
  return readSafetensors(readVerified(folder, WEIGHTS, readCard(folder)), join(folder, WEIGHTS));
}

/** A further file of a checkpoint, verified. Throws UserError when it is missing or changed. */
export function readCheckpointFile(folder: string, name: string): Uint8Array {
  return readVerified(folder, name, readCard(folder));
}

/** Reads a checkpoint. Throws UserError, naming folder and file, when it is missing, truncated or foreign. */
export async function loadCheckpoint(folder: string): Promise<LoadedCheckpoint> {
  const card = readCard(folder);
  const weights = readVerified(folder, WEIGHTS, card);
  readVerified(folder, SOURCE_TOKENIZER, card);
  readVerified(folder, TARGET_TOKENIZER, card);
  const stored = readSafetensors(weights, join(folder, WEIGHTS));
  const parameters = parametersFrom(card.architecture, (name, shape) => {
    const tensor = stored.get(name);
    if (tensor?.shape.join() === shape.join()) return tensor.values;
    const came = tensor === undefined ? 'none' : `[${tensor.shape.join(', ')}]`;
    throw new UserError(
      `checkpoint ${folder}: expected '${name}' of shape [${shape.join(', ')}], got ${came}`,
    );
  });
  return Promise.resolve({
    model: new TranslationModel(card.architecture, parameters),
    card,
    folder,
    hash: sha256(JSON.stringify(card.hashes)),
    tokenizerPaths: { source: join(folder, SOURCE_TOKENIZER), target: join(folder, TARGET_TOKENIZER) },
  });
}
