/** Where a model came from: its parent, its data, its configuration, and what it reached on which test. */
import { z } from 'zod';
import { LANGUAGES } from '../text/language.js';

const scoreSchema = z.object({ score: z.number(), signature: z.string() });

/** Scores of a model and of its parent on one test set. */
export const testResultSchema = z.object({
  /** `base`: Ieum's own test, which tells what was forgotten; `own`: pairs like those that were trained on. */
  test: z.enum(['base', 'own']),
  /** Names the test set, also for comparisons. */
  id: z.string(),
  name: z.string(),
  sha256: z.string(),
  pairs: z.int(),
  beam: z.int(),
  bleu: scoreSchema,
  chrf: scoreSchema,
  /** The same of the parent; null without one. */
  before: z.object({ bleu: scoreSchema, chrf: scoreSchema }).nullable(),
});

export type TestResult = z.infer<typeof testResultSchema>;

export const provenanceSchema = z.object({
  format: z.literal('ieum-provenance-1'),
  /** ISO 8601. */
  registered: z.string(),
  origin: z.enum(['fine-tuning', 'training', 'upload']),
  source: z.enum(LANGUAGES),
  target: z.enum(LANGUAGES),
  /** The job that made it, which its creation time tells apart from one of another folder. */
  job: z.object({ id: z.int(), created: z.string(), run: z.int().nullable() }).nullable(),
  /** The model that it was fine-tuned from, with the hash of its card. */
  parent: z.object({ name: z.string(), version: z.string() }).nullable(),
  /** Versions of data sets, each by the SHA-256 of its pairs. */
  data: z.array(
    z.object({
      name: z.string(),
      dataSet: z.int(),
      version: z.int(),
      hash: z.string(),
      pairs: z.int(),
      weight: z.number(),
    }),
  ),
  /** Share of the base data in what was read. */
  baseShare: z.number(),
  seconds: z.number(),
  config: z.unknown(),
  tests: z.array(testResultSchema),
});

export type Provenance = z.infer<typeof provenanceSchema>;
