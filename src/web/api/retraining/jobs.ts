/** `/v1/jobs`, `/v1/runs` and `/v1/events`: trainings in the queue, under way and done. */
import { z } from 'zod';
import { jobRequestSchema, PRESET_NAMES } from '../../../jobs/job-request.js';
import { JOB_STATES, JOB_WISHES } from '../../../store/jobs.js';
import { wholeNumber } from '../fields.js';

/**
 * In a form: `data` names data sets by their numbers, once or several times; `settings` is YAML or JSON, and
 * `settings.training.updates` and the like are single ones, as are `data.3.version` and `data.3.weight` of data set
 * 3; `direction` is `ko-en` or `en-ko`.
 */
export const jobRequest = jobRequestSchema.meta({ id: 'JobRequest' });

export const job = z
  .object({
    id: z.int(),
    name: z.string(),
    request: z.unknown().meta({ description: 'as it was asked for' }),
    state: z.enum(JOB_STATES),
    phase: z.enum(['training', 'evaluating']),
    wanted: z.enum(JOB_WISHES).nullable().meta({ description: 'what was asked of it and is not done yet' }),
    reason: z.string().nullable().meta({ description: 'why it failed or ended early' }),
    run: z.int().nullable(),
    model: z.string().nullable().meta({ description: 'the registered model that came of it' }),
    step: z.int().meta({ description: 'the update of the checkpoint that its process began from, or left' }),
    seconds: z.number(),
    interruptions: z.int(),
    created: z.string(),
    started: z.string().nullable(),
    ended: z.string().nullable(),
  })
  .meta({ id: 'Job' });
export const jobs = z.array(job).meta({ id: 'Jobs' });

export const presets = z
  .array(
    z.object({
      name: z.enum(PRESET_NAMES),
      title: z.string(),
      description: z.string(),
      baseShare: z.number(),
      basePairs: z.int().nullable(),
      settings: z.looseObject({}).meta({ description: 'by section, as in a training configuration' }),
    }),
  )
  .meta({ id: 'Presets' });

export const estimate = z
  .object({
    updates: z.int(),
    updatesInTime: z.int().meta({ description: 'of them, those that the time limit leaves' }),
    seconds: z.object({
      training: z.number(),
      validating: z.number(),
      measuring: z.number(),
      total: z.number(),
    }),
    pairs: z.object({ own: z.int(), base: z.int(), dev: z.int(), test: z.int() }),
    dryRun: z.looseObject({}).meta({ description: 'parameters, memory, batches, time' }),
    config: z.looseObject({}).meta({ description: 'every setting as it would be' }),
  })
  .meta({ id: 'JobEstimate' });

export const run = z
  .object({
    id: z.int(),
    name: z.string(),
    folder: z.string(),
    config: z.unknown(),
    started: z.string(),
    finished: z.string().nullable(),
    status: z.enum(['running', 'finished', 'stopped', 'failed']),
    reason: z.string().nullable(),
    job: z.int().nullable().meta({ description: 'its job; null for a run of `ieum train`' }),
  })
  .meta({ id: 'Run' });

export const runs = z
  .array(
    run.extend({
      step: z.int(),
      bestBleu: z.number().nullable(),
      bleu: z.number().nullable().meta({ description: 'of the last validation' }),
      chrf: z.number().nullable().meta({ description: 'of the last validation' }),
      bestPerplexity: z.number().nullable(),
    }),
  )
  .meta({ id: 'Runs' });

export const metrics = z
  .object({
    kind: z.enum(['training', 'validation']),
    step: z.int(),
    epoch: z.number(),
    time: z.string(),
    loss: z.number().optional(),
    perplexity: z.number().optional(),
    bleu: z.number().optional(),
    chrf: z.number().optional(),
    learningRate: z.number().optional(),
    gradientNorm: z.number().optional(),
    tokensPerSecond: z.number().optional(),
  })
  .meta({ id: 'Metrics' });

export const runDetail = run
  .extend({
    metrics: z.array(metrics).meta({ description: 'by step' }),
    probes: z.array(z.int()).meta({ description: 'updates that the probe’s attention was drawn at' }),
  })
  .meta({ id: 'RunDetail' });

export const eventsRequest = z
  .strictObject({
    after: wholeNumber(0, Number.MAX_SAFE_INTEGER)
      .optional()
      .meta({ description: 'number of the last event seen; `Last-Event-ID` counts more' }),
  })
  .meta({ id: 'EventsRequest' });

export type Job = z.infer<typeof job>;
export type Estimate = z.infer<typeof estimate>;
export type Run = z.infer<typeof run>;
export type RunDetail = z.infer<typeof runDetail>;
export type Metrics = z.infer<typeof metrics>;
