/** What a job's process does: trains as planned, then measures the model beside its parent and registers it. */
import { rmSync } from 'node:fs';
import { messageOf } from '../foundation/errors.js';
import { readCheckpointCard } from '../model/checkpoint.js';
import type { CheckpointScore } from '../model/checkpoint.js';
import { publishCheckpoint } from '../model/publication.js';
import { initialiseEngine } from '../nn/backend.js';
import { Measuring, TEST_BEAM } from '../registry/measuring.js';
import type { TestScores } from '../registry/measuring.js';
import type { Provenance, TestResult } from '../registry/provenance.js';
import { ModelRegistry } from '../registry/registry.js';
import { BASE_TEST, readTestSet } from '../registry/test-sets.js';
import type { TestSet } from '../registry/test-sets.js';
import { findModels, modelAt } from '../serving/models.js';
import type { InstalledModel } from '../serving/models.js';
import type { Job } from '../store/jobs.js';
import { checkpointIn } from '../training/checkpoint-in.js';
import type { RunConfig } from '../training/configuration.js';
import { logObserver } from '../training/log.js';
import { together } from '../training/observer.js';
import type { RunEnd } from '../training/observer.js';
import { RunFolder } from '../training/run-folder.js';
import { recordRun } from '../training/run-record.js';
import { runTraining } from '../training/run.js';
import type { JobContext, JobWork } from './job-process.js';
import { writeJobData } from './job-data.js';
import type { JobData } from './job-data.js';
import { parseJobRequest } from './job-request.js';
import type { JobRequest } from './job-request.js';
import { parentOf, planRun } from './plan.js';
import { translateLines } from './translate-lines.js';

interface Planned {
  request: JobRequest;
  data: JobData;
  parent: InstalledModel | null;
  config: RunConfig;
}

async function plan({ store, job, folder }: JobContext): Promise<Planned> {
  const request = parseJobRequest(job.request);
  const data = await writeJobData(request, store.dataSets, folder.data);
  const parent = parentOf(request, findModels());
  return { request, data, parent, config: planRun(request, data, { parent, folder: folder.data }) };
}

const logLine = (line: string): void => void process.stderr.write(`${line}\n`);

async function train(context: JobContext): Promise<RunEnd> {
  const { store, job, folder, signal } = context;
  await initialiseEngine();
  const { config } = await plan(context);
  const run = new RunFolder(folder.path);
  run.mend();
  const resume = run.begun;
  const record = recordRun(store.runs, { config, folder: folder.path, resume, run: job.run });
  const began = (step: number): void => {
    store.jobs.began(job.id, { run: record.id, step });
  };
  began(0);
  const observer = together([logObserver(run), record.observer, { say: logLine, began }]);
  try {
    const end = await runTraining(config, { folder: folder.path, resume, signal, observer });
    store.jobs.saved(job.id, readCheckpointCard(run.last).updates);
    return end;
  } catch (error) {
    record.failed(messageOf(error));
    throw error;
  }
}

/** Scores of the new model and of its parent on a test set. */
async function measure(
  measuring: Measuring,
  test: TestSet,
  kind: TestResult['test'],
  models: { candidate: InstalledModel; parent: InstalledModel | null },
  { signal, say }: JobContext,
): Promise<TestResult> {
  const scores = (model: InstalledModel): Promise<TestScores> => {
    say(`${model === models.parent ? 'its parent' : 'the new model'} translates ${test.name}`);
    return measuring.scores(model, test, { signal });
  };
  const after = await scores(models.candidate);
  const before = models.parent === null ? null : await scores(models.parent);
  return {
    ...{ test: kind, id: test.id, name: test.name, sha256: test.sha256, pairs: test.sources.length },
    ...{ beam: TEST_BEAM, ...after, before },
  };
}

function provenance(
  { request, data, parent, config }: Planned,
  { id, created, run, seconds }: Job,
  tests: TestResult[],
): Provenance {
  const { source, target } = request;
  return {
    ...{ format: 'ieum-provenance-1', registered: new Date().toISOString(), source, target },
    origin: parent === null ? 'training' : 'fine-tuning',
    job: { id, created, run },
    parent: parent && { name: parent.name, version: parent.version },
    data: data.sets.map(({ train: _train, ...set }) => set),
    ...{ baseShare: data.baseShare, seconds: Math.round(seconds), config, tests },
  };
}

const scoreOn = ({ name: on, beam, bleu, chrf }: TestResult): CheckpointScore => ({ on, beam, bleu, chrf });

async function conclude(context: JobContext): Promise<string> {
  const { store, job, folder } = context;
  const registry = new ModelRegistry(store.folder);
  // A process may have been killed right behind this.
  const known = registry.ofJob(job);
  if (known) return known.name;
  await initialiseEngine();
  const planned = await plan(context);
  const { request, parent } = planned;
  publishCheckpoint(checkpointIn(folder.path), folder.publication);
  const candidate = modelAt(folder.publication);
  const measuring = new Measuring(store.testTranslations, translateLines);
  const places = { home: store.folder, dataSets: store.dataSets };
  const own = request.test
    ? `data:${request.test.dataSet}${request.test.version === undefined ? '' : `@${request.test.version}`}`
    : `job:${job.id}`;
  const results: TestResult[] = [];
  const testSets: TestSet[] = [];
  for (const [kind, id] of [
    ['own', own],
    ['base', BASE_TEST],
  ] as const) {
    const test = await readTestSet(id, request, places);
    const result = await measure(measuring, test, kind, { candidate, parent }, context);
    testSets.push(test);
    results.push(result);
    store.events.add({ job: job.id, run: job.run, kind: 'measured', data: result });
  }
  const registered = registry.register(folder.publication, {
    name: request.name,
    provenance: provenance(planned, store.jobs.read(job.id), results),
    scores: results.map(scoreOn),
  });
  for (const test of testSets) measuring.inherit(registered, candidate, test);
  rmSync(folder.publication, { recursive: true, force: true });
  store.events.add({ job: job.id, run: job.run, kind: 'registered', data: { model: registered.name } });
  return registered.name;
}

/** Real training. */
export const TRAINING_WORK: JobWork = {
  timeLimit: ({ request }) => {
    const { timeLimitMinutes } = parseJobRequest(request);
    return timeLimitMinutes === null ? null : 60 * timeLimitMinutes;
  },
  train,
  conclude,
};
