/** A job's process that trains nothing: it counts steps into a file, and does what its request's name says. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../../src/foundation/errors.js';
import type { ProcessIdentity } from '../../src/foundation/process-identity.js';
import { workOnJob } from '../../src/jobs/job-process.js';
import type { JobContext, JobWork } from '../../src/jobs/job-process.js';
import { openStore } from '../../src/store/database.js';

const STEPS = 30;

interface FakeRequest {
  name: string;
  timeLimitMinutes: number | null;
}

/** Lines of the file: a step each, with the process that did it. */
const stepsFile = ({ folder }: JobContext): string => join(folder.path, 'steps.txt');

function done(path: string): number {
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n').length : 0;
}

const FAKE_WORK: JobWork = {
  timeLimit: ({ request }) => {
    const { timeLimitMinutes } = request as FakeRequest;
    return timeLimitMinutes === null ? null : 60 * timeLimitMinutes;
  },
  async train(context) {
    const { store, job, signal } = context;
    const { name } = job.request as FakeRequest;
    const path = stepsFile(context);
    mkdirSync(context.folder.path, { recursive: true });
    const before = done(path);
    const run = job.run ?? store.runs.start({ name, folder: context.folder.path, config: {} });
    store.runs.resume(run, before);
    store.jobs.began(job.id, { run, step: before });
    for (let step = before; step < STEPS; step++) {
      if (name === 'full-disk' && step === 5 && before === 0)
        throw new UserError('checkpoint: the disk is full', { status: 507 });
      if (name === 'crash') process.kill(process.pid, 'SIGKILL');
      if (signal.aborted) return 'interrupted';
      appendFileSync(path, `${step} ${process.pid}\n`);
      store.runs.addMetrics(run, { kind: 'training', step, epoch: 0, loss: 1 / (step + 1) });
      await wait(name === 'slow' ? 60 : 5);
    }
    store.runs.finish(run, 'finished');
    return 'finished';
  },
  async conclude({ job, signal }) {
    if ((job.request as FakeRequest).name === 'long-end') await wait(60_000, undefined, { signal });
    return `${job.name}-1`;
  },
};

const store = openStore();
const from = JSON.parse(process.env.IEUM_CLAIMED_BY ?? '{}') as ProcessIdentity;
const id = Number(process.argv[3]);
process.stderr.write('ieum: warming up\n');
process.exit(await workOnJob({ store, home: store.folder, id, from, work: FAKE_WORK }));
