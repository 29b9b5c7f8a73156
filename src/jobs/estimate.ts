/** What a job would take, measured by a few updates of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { initialiseEngine } from '../nn/backend.js';
import { findModels } from '../serving/models.js';
import type { Store } from '../store/database.js';
import type { RunConfig } from '../training/configuration.js';
import { dryRun } from '../training/dry-run.js';
import type { DryRun } from '../training/dry-run.js';
import { withTrialRun } from '../training/trial.js';
import { writeJobData } from './job-data.js';
import type { JobData } from './job-data.js';
import type { JobRequest } from './job-request.js';
import { parentOf, planRun } from './plan.js';

export interface JobEstimate {
  /** Updates of the whole run, and those that fit into the time limit. */
  updates: number;
  updatesInTime: number;
  /** Of training with its validations; of measuring afterwards. */
  seconds: { training: number; validating: number; measuring: number; total: number };
  /** What is trained on: own pairs, base pairs, and what is held out. */
  pairs: { own: number; base: number; dev: number; test: number };
  dryRun: DryRun;
  /** As it would be resolved, but for the places of its files. */
  config: Omit<RunConfig, 'data'>;
}

/** Greedy search writes about as many words a second as training reads; a beam of 5 a third of that. */
const MEASURING_FACTOR = 3;
const BASE_TEST_SENTENCES = 1000;

function estimate(config: RunConfig, run: DryRun, data: JobData, limit: number | null): JobEstimate {
  const { updates } = config.training;
  const { secondsAnUpdate, tokensPerSecond } = run.time;
  const wordsASentence = run.batches.targetTokens / run.batches.sentences;
  const translating = (sentences: number): number => (sentences * wordsASentence) / tokensPerSecond;
  const validations = Math.ceil(updates / config.validation.every);
  const validated = Math.min(config.validation.sentences, run.pairs.development);
  // Each validated sentence is read for its loss and written for its scores.
  const validating = validations * translating(2 * validated);
  const training = secondsAnUpdate * updates;
  const models = config.warmStart === undefined ? 1 : 2;
  const measuring = models * MEASURING_FACTOR * translating(BASE_TEST_SENTENCES + data.test);
  const share = limit === null ? 1 : Math.min(1, limit / (training + validating));
  const { data: _data, ...rest } = config;
  return {
    updates,
    updatesInTime: Math.floor(updates * share),
    seconds: {
      training: training * share,
      validating: validating * share,
      measuring,
      total: (training + validating) * share + measuring,
    },
    pairs: {
      own: data.sets.reduce((sum, { train }) => sum + train, 0),
      base: data.basePairs,
      dev: data.dev + data.baseDev,
      test: data.test,
    },
    dryRun: run,
    config: rest,
  };
}

/** Prepares a job in a folder for the moment and times a few updates of it. */
export async function estimateJob(request: JobRequest, store: Store): Promise<JobEstimate> {
  const folder = mkdtempSync(join(tmpdir(), 'ieum-estimate-'));
  try {
    const data = await writeJobData(request, store.dataSets, folder);
    const parent = parentOf(request, findModels());
    const config = planRun(request, data, { parent, folder });
    await initialiseEngine();
    const run = await withTrialRun(
      config,
      join(folder, 'run'),
      () => undefined,
      (learner, preparation) => dryRun(config, learner, preparation),
    );
    if (run === null)
      throw new UserError('estimate: expected to be let finish, got stopped', { exitCode: 130 });
    const { timeLimitMinutes } = request;
    return estimate(config, run, data, timeLimitMinutes === null ? null : 60 * timeLimitMinutes);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
