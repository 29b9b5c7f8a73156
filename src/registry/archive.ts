/** A model as one file: a zip of its folder, checked in every part before it is registered. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { UserError } from '../foundation/errors.js';
import { readCheckpointCard, readCheckpointFile, readStoredParameters } from '../model/checkpoint.js';
import type { CheckpointCard } from '../model/checkpoint.js';
import { MODEL_CARD } from '../model/publication.js';
import { parameterShapes } from '../model/parameters.js';
import { LANGUAGES } from '../text/language.js';
import { readTokenizerModel } from '../tokenizer/model-file.js';
import { provenanceSchema } from './provenance.js';
import type { Provenance } from './provenance.js';
import { checkModelName, PROVENANCE_FILE, writeProvenance } from './registry.js';
import type { ModelRegistry, RegisteredModel } from './registry.js';

const NEEDED = ['model.json', 'weights.safetensors', 'source.model', 'target.model'];
const ALLOWED = new Set([...NEEDED, MODEL_CARD, PROVENANCE_FILE]);

/** Unpacked, so that no small file can fill the memory. */
const MOST_BYTES = 1_000_000_000;

/** Bytes of weights do not get smaller. */
const isPacked = (name: string): boolean => name !== 'weights.safetensors';

/** The files of an installed or registered model in one zip. */
export function packModel({ folder }: Pick<RegisteredModel, 'folder'>): Uint8Array {
  const files = readdirSync(folder).filter((name) => ALLOWED.has(name));
  return zipSync(
    Object.fromEntries(
      files.map((name) => [name, [readFileSync(join(folder, name)), { level: isPacked(name) ? 6 : 0 }]]),
    ),
  );
}

const broken = (expected: string, got: string): UserError =>
  new UserError(`model file: expected ${expected}, got ${got}; download or export it again`);

/** The files of an archive. @throws UserError for one that is none, holds others, or is too large */
function unpack(archive: Uint8Array): Record<string, Uint8Array> {
  let total = 0;
  const foreign: string[] = [];
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        if (!ALLOWED.has(name)) foreign.push(name);
        return ALLOWED.has(name) && total <= MOST_BYTES;
      },
    });
  } catch {
    throw broken('a zip that ieum wrote', 'a file that is damaged or another kind');
  }
  if (foreign.length > 0) throw broken(`only ${[...ALLOWED].join(', ')}`, `'${foreign[0].slice(0, 80)}' too`);
  if (total > MOST_BYTES) throw broken(`at most ${MOST_BYTES / 1e6} MB unpacked`, 'more');
  const missing = NEEDED.find((name) => !(name in files));
  if (missing !== undefined) throw broken(`${missing} in it`, 'none');
  return files;
}

const cardSchema = z.object({
  name: z.string(),
  source: z.enum(LANGUAGES),
  target: z.enum(LANGUAGES),
  architecture: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  updates: z.int().min(0),
  scores: z.array(z.object({ on: z.string() })),
  corpora: z.array(z.object({ path: z.string() })),
});

/** Holds the parameters and vocabularies of a checkpoint against its architecture. @throws UserError */
function checkParts(folder: string, card: CheckpointCard): void {
  const { architecture } = card;
  const stored = readStoredParameters(folder);
  for (const [name, shape] of parameterShapes(architecture)) {
    const found = stored.get(name);
    if (found === undefined) throw broken(`the parameter '${name}'`, 'none');
    if (found.shape.join() !== shape.join())
      throw broken(`'${name}' of shape [${shape.join(', ')}]`, `[${found.shape.join(', ')}]`);
    if (!found.values.every(Number.isFinite)) throw broken(`finite numbers in '${name}'`, 'others');
  }
  for (const side of ['source', 'target'] as const) {
    readCheckpointFile(folder, `${side}.model`);
    const { pieces } = readTokenizerModel(join(folder, `${side}.model`));
    const size = architecture[`${side}Vocabulary`];
    if (pieces.length !== size) throw broken(`${size} pieces in ${side}.model`, String(pieces.length));
  }
}

/** The card of an unpacked model, once everything in it fits together. @throws UserError where something does not */
function checkedCard(folder: string): CheckpointCard {
  const card = readCheckpointCard(folder);
  const result = cardSchema.safeParse(card);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw broken(`a sound model.json`, `a wrong '${issue.path.join('.')}' in it`);
  }
  checkParts(folder, card);
  return card;
}

function provenanceOf(text: Uint8Array | undefined, { source, target }: CheckpointCard): Provenance {
  const registered = new Date().toISOString();
  if (text !== undefined) {
    try {
      const read = provenanceSchema.parse(JSON.parse(Buffer.from(text).toString('utf8')));
      // The numbers of jobs and data sets are those of another folder.
      return { ...read, registered, origin: 'upload', job: null, source, target };
    } catch {
      throw broken(`a sound ${PROVENANCE_FILE}`, 'another');
    }
  }
  return {
    ...{ format: 'ieum-provenance-1', registered, origin: 'upload', source, target, job: null, parent: null },
    ...{ data: [], baseShare: 0, seconds: 0, config: null, tests: [] },
  };
}

/**
 * Registers the model of an archive after all of it was checked: hashes, shapes, numbers, vocabularies.
 * @param name what to call it, but for its number; its own name where left out
 * @throws UserError that says what is wrong with it; nothing is left then
 */
export function registerArchive(
  registry: ModelRegistry,
  archive: Uint8Array,
  name?: string,
): RegisteredModel {
  const { [PROVENANCE_FILE]: provenance, ...files } = unpack(archive);
  const text = Buffer.from(files['model.json']).toString('utf8');
  const chosen = checkModelName(name ?? nameIn(text));
  return registry.place(chosen, (folder) => {
    mkdirSync(folder);
    for (const [file, bytes] of Object.entries(files)) writeFileSync(join(folder, file), bytes);
    writeProvenance(folder, provenanceOf(provenance, checkedCard(folder)));
  });
}

function nameIn(card: string): string {
  try {
    const { name } = JSON.parse(card) as { name?: unknown };
    return typeof name === 'string' ? name : 'model';
  } catch {
    throw broken('JSON in model.json', 'something else');
  }
}
