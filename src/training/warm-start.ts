/** A new run that begins with what another model has learned, with its vocabularies or with new ones. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { readCheckpointCard, readStoredParameters } from '../model/checkpoint.js';
import type { ModelConfig } from '../model/model-config.js';
import { parameterShapes } from '../model/parameters.js';
import type { StoredTensor } from '../model/safetensors.js';
import { loadTokenizer } from '../tokenizer/tokenizer.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { checkpointIn } from './checkpoint-in.js';
import type { RunConfig } from './configuration.js';
import { checkArchitecture } from './resumption.js';
import type { RunFolder } from './run-folder.js';
import type { Tokenizers } from './tokenizers.js';

type WarmStart = NonNullable<RunConfig['warmStart']>;
type Say = (line: string) => void;

const tokenizerOf = (checkpoint: string, side: 'source' | 'target'): string =>
  join(checkpoint, `${side}.model`);

/** Copies the vocabularies of the checkpoint into the run, where they are to be the same. */
export function adoptVocabularies(
  { checkpoint, vocabulary }: WarmStart,
  config: RunConfig,
  folder: RunFolder,
): void {
  if (vocabulary === 'new') return;
  const from = checkpointIn(checkpoint);
  const card = readCheckpointCard(from);
  if (card.source !== config.source || card.target !== config.target) {
    throw new UserError(
      `warmStart.checkpoint: expected a model from ${config.source} to ${config.target}, got one from ` +
        `${card.source} to ${card.target} in ${from}; name another, or set warmStart.vocabulary: new`,
    );
  }
  for (const [side, to] of [
    ['source', folder.sourceTokenizer],
    ['target', folder.targetTokenizer],
  ] as const) {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(tokenizerOf(from, side), to);
  }
}

/** For each piece of a vocabulary its id in another one, or -1. */
function correspondence(now: Tokenizer, before: Tokenizer): Int32Array {
  const allPieces = (tokenizer: Tokenizer): string[] =>
    tokenizer.pieces(Array.from({ length: tokenizer.size }, (_, id) => id));
  const ids = new Map(allPieces(before).map((piece, id) => [piece, id]));
  return Int32Array.from(allPieces(now), (piece) => ids.get(piece) ?? -1);
}

/** The side whose pieces are the rows of a parameter; null where its rows are none. */
function vocabularySide(name: string, rows: number, config: ModelConfig): 'source' | 'target' | null {
  if (name === 'encoder.embedding' && rows === config.sourceVocabulary) return 'source';
  const isTarget = name.endsWith('embedding') || name.startsWith('output.');
  return isTarget && rows === config.targetVocabulary ? 'target' : null;
}

/** Rows of known pieces from `before`, those of new pieces as they are in `fresh`. */
function mixRows(fresh: Float32Array, before: Float32Array, sameAs: Int32Array): Float32Array {
  const width = fresh.length / sameAs.length;
  const values = fresh.slice();
  sameAs.forEach((old, row) => {
    if (old >= 0) values.set(before.subarray(old * width, (old + 1) * width), row * width);
  });
  return values;
}

export interface WarmValuesOptions {
  /** The architecture of the new run. */
  architecture: ModelConfig;
  tokenizers: Tokenizers;
  /** First values of a parameter, which new pieces keep. */
  fresh: (name: string) => Float32Array;
  say: Say;
}

/**
 * The first values of a run that starts warm, by name.
 * @throws UserError, naming the key, where the checkpoint has another architecture
 */
export async function warmValues(
  { checkpoint, vocabulary }: WarmStart,
  { architecture, tokenizers, fresh, say }: WarmValuesOptions,
): Promise<Map<string, Float32Array>> {
  const from = checkpointIn(checkpoint);
  const before = readCheckpointCard(from).architecture;
  const ignored: (keyof ModelConfig)[] = vocabulary === 'new' ? ['sourceVocabulary', 'targetVocabulary'] : [];
  checkArchitecture(architecture, before, from, ignored);
  const stored = readStoredParameters(from);
  if (vocabulary === 'same') {
    say(`starting from ${from}`);
    return new Map(
      [...parameterShapes(architecture).keys()].map((name) => [name, storedValues(stored, name, from)]),
    );
  }
  const same = {
    source: correspondence(tokenizers.source, await loadTokenizer(tokenizerOf(from, 'source'))),
    target: correspondence(tokenizers.target, await loadTokenizer(tokenizerOf(from, 'target'))),
  };
  const known = (ids: Int32Array): string => `${ids.filter((id) => id >= 0).length} of ${ids.length}`;
  say(
    `starting from ${from}; ${known(same.source)} source pieces and ${known(same.target)} target pieces keep their vectors`,
  );
  const values = new Map<string, Float32Array>();
  for (const [name, [rows]] of parameterShapes(architecture)) {
    const side = vocabularySide(name, rows, architecture);
    const old = storedValues(stored, name, from);
    values.set(name, side === null ? old : mixRows(fresh(name), old, same[side]));
  }
  return values;
}

function storedValues(stored: Map<string, StoredTensor>, name: string, from: string): Float32Array {
  const tensor = stored.get(name);
  if (tensor !== undefined) return tensor.values;
  throw new UserError(
    `warmStart.checkpoint: expected '${name}' in ${from}, got a model without it; name another`,
  );
}
