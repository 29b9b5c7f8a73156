/** What a training job is asked to do: from which model, on which data, with which settings, for how long. */
import { z } from 'zod';
import { UserError } from '../foundation/errors.js';
import { LANGUAGES } from '../text/language.js';

export const PRESET_NAMES = ['quick', 'fine-tune', 'thorough', 'scratch'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

const section = z.record(z.string(), z.unknown());

/** Settings of a run by section, as in its configuration; they count more than those of the preset. */
export const settingsSchema = z
  .strictObject({
    data: z.strictObject({ temperature: z.number().gt(0) }),
    tokenizer: section,
    model: section,
    training: section,
    validation: section,
  })
  .partial();

export const jobRequestSchema = z.strictObject({
  /** Names the run, and with a number the model that comes of it. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,39}$/, 'up to 40 letters, digits, dots, hyphens or underscores'),
  source: z.enum(LANGUAGES),
  target: z.enum(LANGUAGES),
  /** Name of the model to begin with; null: from scratch. */
  base: z.string().nullable().default(null),
  data: z
    .array(
      z.strictObject({
        dataSet: z.int(),
        /** The latest where left out. */
        version: z.int().optional(),
        /** How often each pair is read, against those of sets with weight 1. */
        weight: z.number().gt(0).default(1),
      }),
    )
    .min(1),
  /** Left out, it is fine-tune with a base model and scratch without. */
  preset: z.enum(PRESET_NAMES).optional(),
  /** Share of what is read that comes from the base data, against forgetting; the preset's where left out. */
  baseShare: z.number().min(0).max(0.95).optional(),
  settings: settingsSchema.default({}),
  seed: z.int().min(0).default(1),
  /** After which training ends and what it learned is kept. */
  timeLimitMinutes: z.number().gt(0).nullable().default(null),
  /** Test set to measure on beside the base test; left out, some pairs of the data are held out for it. */
  test: z.strictObject({ dataSet: z.int(), version: z.int().optional() }).nullable().default(null),
  /** Sentence whose attention is drawn at each validation; left out, it is the first one held out. */
  probe: z.string().min(1).max(200).optional(),
});

export type JobRequest = z.infer<typeof jobRequestSchema>;
export type JobSettings = z.infer<typeof settingsSchema>;

/** A request as it was stored. @throws UserError for one that this version does not understand */
export function parseJobRequest(value: unknown): JobRequest {
  const result = jobRequestSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new UserError(
    `job: expected a sound request, got a wrong '${issue.path.join('.')}' (${issue.message})`,
  );
}
