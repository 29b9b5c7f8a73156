/** The configuration of a training run: its schema, with the default of every key, and its YAML file. */
import { readFileSync } from 'node:fs';
import { distance } from 'fastest-levenshtein';
import { parse } from 'yaml';
import { z } from 'zod';
import { TABLE_FORMATS } from '../corpus/format.js';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';
import { BRIDGES } from '../model/model-config.js';
import { LANGUAGES } from '../text/language.js';

const rate = z.number().min(0).lt(1);
const count = z.int().min(1);

/** A file of pairs of any format: its path alone, or with how it is laid out; or the two files of a Moses pair. */
const corpusFile = z.union([
  z.string(),
  z.strictObject({
    path: z.string(),
    format: z.enum(TABLE_FORMATS).optional(),
    columns: z.array(z.string()).optional(),
    fields: z
      .strictObject({ ko: z.string().optional(), en: z.string().optional(), tier: z.string().optional() })
      .optional(),
  }),
  z.strictObject({ ko: z.string(), en: z.string() }),
]);

/** A toy task that makes its own pairs. */
const reverseTask = z.strictObject({
  kind: z.literal('reverse'),
  pairs: count.default(20000),
  development: count.default(200),
  shortest: count.default(3),
  longest: count.default(12),
});

export const runSchema = z.strictObject({
  name: z.string().regex(/^[\w.-]+$/, 'letters, digits, dots, hyphens or underscores'),
  source: z.enum(LANGUAGES),
  target: z.enum(LANGUAGES),
  data: z.strictObject({
    train: z.array(corpusFile).default([]),
    development: z.array(corpusFile).default([]),
    task: reverseTask.optional(),
    licences: z.array(z.string()).default([]),
  }),
  tokenizer: z
    .strictObject({
      algorithm: z.enum(['bpe', 'unigram']).default('bpe'),
      sourceVocabulary: count.default(6000),
      targetVocabulary: count.default(6000),
      characterCoverage: z.number().gt(0).max(1).default(0.9995),
    })
    .prefault({}),
  model: z
    .strictObject({
      embedding: count.default(256),
      hidden: count.default(512),
      encoderLayers: count.default(1),
      decoderLayers: count.default(1),
      bidirectional: z.boolean().default(true),
      bridge: z.enum(BRIDGES).default('dense'),
      inputFeeding: z.boolean().default(false),
    })
    .prefault({}),
  training: z
    .strictObject({
      seed: z.int().min(0).default(1),
      updates: count.default(20000),
      batchTokens: count.default(1000),
      longest: count.default(80),
      learningRate: z.number().gt(0).default(0.001),
      warmup: z.int().min(0).default(200),
      schedule: z.enum(['constant', 'linear', 'inverseSquareRoot']).default('linear'),
      clipNorm: z.number().gt(0).default(1),
      labelSmoothing: rate.default(0.1),
      dropout: z
        .strictObject({
          embedding: rate.default(0.2),
          layer: rate.default(0.2),
          attentional: rate.default(0.2),
        })
        .prefault({}),
      precision: z.enum(['float32', 'bfloat16', 'auto']).default('auto'),
    })
    .prefault({}),
  validation: z
    .strictObject({
      every: count.default(500),
      metric: z.enum(['loss', 'bleu', 'chrf']).default('chrf'),
      patience: count.default(8),
      sentences: count.default(1000),
      samples: z.int().min(0).default(3),
      probe: z.string().optional(),
    })
    .prefault({}),
});

export type RunConfig = z.infer<typeof runSchema>;

/** The keys that the schema knows at a path, where it holds a record. */
function knownKeys(path: PropertyKey[]): string[] {
  let schema: z.core.$ZodType = runSchema;
  for (const key of [...path, null]) {
    while (
      schema instanceof z.ZodPrefault ||
      schema instanceof z.ZodDefault ||
      schema instanceof z.ZodOptional
    ) {
      schema = schema.unwrap();
    }
    if (!(schema instanceof z.ZodObject)) return [];
    const shape: Record<string, z.core.$ZodType> = schema.shape;
    if (key === null) return Object.keys(shape);
    schema = shape[String(key)];
  }
  return [];
}

function nearest(word: string, words: string[]): string | null {
  const sorted = [...words].sort((a, b) => distance(word, a) - distance(word, b));
  return sorted.length > 0 ? sorted[0] : null;
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = knownKeys(issue.path);
    const where = place === '' ? key : `${place}.${key}`;
    return `unknown key '${where}'; the nearest known one is '${nearest(key, known) ?? ''}' (known: ${known.join(', ')})`;
  }
  return `${place}: ${issue.message.replace(/^Invalid input: /, '')}`;
}

/**
 * Checks a configuration and fills in the defaults.
 * @param origin names the file in errors
 * @throws UserError that names the wrong key and, for an unknown one, the nearest right one
 */
export function checkRunConfig(value: unknown, origin: string): RunConfig {
  const result = runSchema.safeParse(value);
  if (!result.success)
    throw new UserError(`configuration ${origin}: ${describeIssue(result.error.issues[0])}`);
  const config = result.data;
  const problem = findContradiction(config);
  if (problem !== null) throw new UserError(`configuration ${origin}: ${problem}`);
  return config;
}

function findContradiction({ data, model }: RunConfig): string | null {
  if (data.task === undefined && data.train.length === 0)
    return 'data.train: expected at least one file, got none';
  if (data.task === undefined && data.development.length === 0) {
    return 'data.development: expected at least one file, got none';
  }
  if (data.task !== undefined && data.task.shortest > data.task.longest) {
    return `data.task.shortest: expected at most ${data.task.longest} (longest), got ${data.task.shortest}`;
  }
  if (model.bidirectional && model.hidden % 2 !== 0) {
    return `model.hidden: expected an even number with bidirectional: true, got ${model.hidden}`;
  }
  return null;
}

/** Reads a YAML file. Throws UserError when it is missing, not YAML, or not a valid configuration. */
export function readRunConfig(path: string): RunConfig {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = isSystemError(error) && error.code === 'ENOENT' ? 'no such file' : messageOf(error);
    throw new UserError(`configuration ${path}: expected a YAML file, got ${reason}`);
  }
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw new UserError(`configuration ${path}: expected YAML, got ${messageOf(error).split('\n')[0]}`);
  }
  return checkRunConfig(value, path);
}
