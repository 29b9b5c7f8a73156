/** The configuration of a training run: its schema, with the default of every key, and its YAML file. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { TABLE_FORMATS } from '../corpus/format.js';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';
import { ATTENTIONS, BRIDGES, TYINGS } from '../model/model-config.js';
import { CELLS } from '../nn/cells.js';
import { LANGUAGES } from '../text/language.js';
import { describeIssue } from './configuration-errors.js';
import {
  findTrainingContradiction,
  trainingSchema,
  validationSchema,
  warmStartSchema,
} from './training-schema.js';

const count = z.int().min(1);

/** How often each pair of a file is read in training, against those of files with weight 1. */
const weight = z.number().gt(0).optional();

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
    weight,
  }),
  z.strictObject({ ko: z.string(), en: z.string(), weight }),
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
    temperature: z.number().gt(0).default(1),
    task: reverseTask.optional(),
    licences: z.array(z.string()).default([]),
  }),
  tokenizer: z
    .strictObject({
      algorithm: z.enum(['bpe', 'unigram']).default('bpe'),
      sourceVocabulary: count.default(6000),
      targetVocabulary: count.default(6000),
      joint: z.boolean().default(false),
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
      cell: z.enum(CELLS).default('lstm'),
      attention: z.enum(ATTENTIONS).default('dot'),
      bridge: z.enum(BRIDGES).default('dense'),
      inputFeeding: z.boolean().default(false),
      tiedEmbeddings: z.enum(TYINGS).default('none'),
      layerNorm: z.boolean().default(false),
    })
    .prefault({}),
  training: trainingSchema.prefault({}),
  validation: validationSchema.prefault({}),
  warmStart: warmStartSchema.optional(),
});

export type RunConfig = z.infer<typeof runSchema>;

/**
 * Checks a configuration and fills in the defaults.
 * @param origin names the file in errors
 * @throws UserError that names the wrong key and, for an unknown one, the nearest right one
 */
export function checkRunConfig(value: unknown, origin: string): RunConfig {
  const result = runSchema.safeParse(value);
  if (!result.success)
    throw new UserError(`configuration ${origin}: ${describeIssue(result.error.issues[0], runSchema)}`);
  const config = result.data;
  const problem = findContradiction(config);
  if (problem !== null) throw new UserError(`configuration ${origin}: ${problem}`);
  return config;
}

function findContradiction(config: RunConfig): string | null {
  const { data } = config;
  if (data.task === undefined && data.train.length === 0)
    return 'data.train: expected at least one file, got none';
  if (data.task === undefined && data.development.length === 0) {
    return 'data.development: expected at least one file, got none';
  }
  if (data.task !== undefined && data.task.shortest > data.task.longest) {
    return `data.task.shortest: expected at most ${data.task.longest} (longest), got ${data.task.shortest}`;
  }
  if (data.development.some((file) => typeof file !== 'string' && file.weight !== undefined))
    return 'data.development: expected files without a weight, got one; weights mix what is trained on';
  return findModelContradiction(config) ?? findTrainingContradiction(config);
}

function findModelContradiction({ model, tokenizer, validation, warmStart }: RunConfig): string | null {
  if (model.bidirectional && model.hidden % 2 !== 0)
    return `model.hidden: expected an even number with bidirectional: true, got ${model.hidden}`;
  const { joint, sourceVocabulary, targetVocabulary } = tokenizer;
  if (joint && sourceVocabulary !== targetVocabulary)
    return `tokenizer.targetVocabulary: expected ${sourceVocabulary}, that of the source, with joint: true, got ${targetVocabulary}`;
  // With the vocabulary of another model, only that model says whether it is joint.
  if (model.tiedEmbeddings === 'all' && !joint && warmStart?.vocabulary !== 'same')
    return 'tokenizer.joint: expected true with model.tiedEmbeddings: all, got false; one matrix needs one vocabulary';
  if (model.attention === 'none' && validation.probe !== undefined)
    return 'validation.probe: expected none with model.attention: none, got a sentence; there is no attention to draw';
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
