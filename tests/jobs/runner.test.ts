/** The queue with a trainer that trains nothing: order, wishes, crashes, and two servers on one folder. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { JobRunner } from '../../src/jobs/runner.js';
import type { JobRunnerOptions } from '../../src/jobs/runner.js';
import type { JobRequest } from '../../src/jobs/job-request.js';
import { jobRequestSchema } from '../../src/jobs/job-request.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import type { Job } from '../../src/store/jobs.js';
import { bundle } from '../support/bundle.js';

let script: URL;
let folder: string;
let store: Store;
let dataSet: number;
const runners: JobRunner[] = [];

beforeAll(async () => {
  script = pathToFileURL(await bundle('../tests/jobs/fake-trainer.ts'));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-runner-'));
  store = openStore(folder);
  dataSet = store.dataSets.create('mine', [{ ko: '네.', en: 'Yes.' }], '').id;
});
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.close()));
  store.close();
  rmSync(folder, { recursive: true });
});

/** A server's queue; the folder's own one where no other opening is given. */
function runner(options: Partial<JobRunnerOptions> = {}): JobRunner {
  const made = new JobRunner({ store, script, pollMilliseconds: 30, models: () => [], ...options });
  runners.push(made);
  return made;
}

const request = (name: string, changes: Partial<JobRequest> = {}): JobRequest =>
  jobRequestSchema.parse({ name, source: 'ko', target: 'en', data: [{ dataSet }], ...changes });

const reaches = async (id: number, wanted: Partial<Job>): Promise<void> => {
  await expect.poll(() => store.jobs.read(id), { timeout: 30_000, interval: 20 }).toMatchObject(wanted);
};
const steps = (id: number): string[] => {
  const path = join(folder, 'runs', `job-${id}`, 'steps.txt');
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
};
const stepsReach = async (id: number, count: number): Promise<void> => {
  await expect.poll(() => steps(id).length, { timeout: 30_000, interval: 10 }).toBeGreaterThanOrEqual(count);
};
/** Every step once, in order, whoever did it. */
const isWhole = (id: number): boolean =>
  steps(id)
    .map((line) => Number(line.split(' ')[0]))
    .every((step, place, all) => step === place && all.length === 30);
const pidOf = (): number => store.leases.held('training')!.owner.pid;

describe('the queue', () => {
  it('does one job after the other, in processes of their own', async () => {
    const queue = runner();
    const [first, second] = [queue.add(request('one')), queue.add(request('two'))];
    queue.start();
    await reaches(second.id, { state: 'finished', model: 'two-1', reason: null });
    expect(store.jobs.read(first.id)).toMatchObject({ state: 'finished', model: 'one-1' });
    expect(isWhole(first.id) && isWhole(second.id)).toBe(true);
    const states = store.events
      .after(0)
      .filter(({ kind }) => kind === 'state')
      .map(({ job, data }) => `${job} ${(data as Job).state}`);
    expect(states.indexOf(`${second.id} running`)).toBeGreaterThan(states.indexOf(`${first.id} finished`));
    expect(new Set(steps(first.id).map((line) => line.split(' ')[1]))).not.toContain(String(process.pid));
    expect(store.leases.read('training')).toBeUndefined();
    expect(store.runs.list()).toHaveLength(2);
  });

  it('refuses what cannot be carried out', () => {
    const queue = runner();
    expect(() => queue.add(request('x', { base: 'nothing' }))).toThrow("got 'nothing'");
    expect(() => queue.add(request('x', { data: [{ dataSet: 99, weight: 1 }] }))).toThrow('data set 99');
    expect(() => queue.add(request('x', { target: 'ko' }))).toThrow('got ko twice');
    expect(store.jobs.list()).toEqual([]);
  });
});

describe('a job', () => {
  it('pauses and goes on where it was', async () => {
    const queue = runner();
    const { id } = queue.add(request('slow'));
    queue.start();
    await stepsReach(id, 3);
    queue.ask(id, 'pause');
    await reaches(id, { state: 'paused', wanted: null });
    const before = steps(id).length;
    expect(before).toBeLessThan(30);
    queue.resume(id);
    await reaches(id, { state: 'finished' });
    expect(isWhole(id)).toBe(true);
    expect(store.jobs.read(id).step).toBe(before);
    expect(store.runs.list()).toHaveLength(1);
  });

  it('stops and keeps what it learned', async () => {
    const queue = runner();
    const { id } = queue.add(request('slow'));
    queue.start();
    await stepsReach(id, 2);
    queue.ask(id, 'stop');
    await reaches(id, { state: 'stopped', model: 'slow-1' });
    expect(steps(id).length).toBeLessThan(30);
  });

  it('ends at its time limit and keeps what it learned', async () => {
    const queue = runner();
    const { id } = queue.add(request('slow', { timeLimitMinutes: 0.01 }));
    queue.start();
    await reaches(id, { state: 'finished', model: 'slow-1', reason: 'the time limit was reached' });
    expect(steps(id).length).toBeLessThan(30);
  });

  it('is cancelled without a trace, while it trains and while it is measured', async () => {
    const queue = runner();
    const { id } = queue.add(request('slow'));
    const late = queue.add(request('long-end'));
    queue.start();
    await stepsReach(id, 2);
    queue.ask(id, 'cancel');
    await reaches(id, { state: 'cancelled', model: null });
    expect(existsSync(join(folder, 'runs', `job-${id}`))).toBe(false);
    await reaches(late.id, { phase: 'evaluating' });
    queue.ask(late.id, 'cancel');
    await reaches(late.id, { state: 'cancelled' });
  });

  it('that fails says why, and can be tried again', async () => {
    const queue = runner();
    const { id } = queue.add(request('full-disk'));
    queue.start();
    await reaches(id, { state: 'failed', reason: 'checkpoint: the disk is full' });
    queue.resume(id);
    await reaches(id, { state: 'finished', reason: null });
    expect(isWhole(id)).toBe(true);
  });

  it('whose process dies time after time is given up with its last words', async () => {
    const queue = runner({ mostInterruptions: 3 });
    const { id } = queue.add(request('crash'));
    queue.start();
    await reaches(id, {
      state: 'failed',
      reason: 'its process ended 3 times without getting on, the last time with: warming up',
    });
  });

  it('fails where its process cannot be started', async () => {
    const path = join(folder, 'broken.mjs');
    writeFileSync(path, 'process.stderr.write("ieum: no such thing\\n"); process.exit(1);');
    const queue = runner({ script: pathToFileURL(path), mostInterruptions: 1 });
    const { id } = queue.add(request('one'));
    queue.start();
    await reaches(id, { state: 'failed', reason: expect.stringContaining('no such thing') as string });
  });
});

describe('after a kill', () => {
  it('of its process, a job goes on', async () => {
    const queue = runner();
    const { id } = queue.add(request('slow'));
    queue.start();
    for (const count of [3, 8, 14]) {
      await stepsReach(id, count);
      process.kill(pidOf(), 'SIGKILL');
      await expect
        .poll(() => store.jobs.read(id).interruptions + store.jobs.read(id).step)
        .toBeGreaterThan(0);
    }
    await reaches(id, { state: 'finished', model: 'slow-1' });
    expect(isWhole(id)).toBe(true);
    expect(new Set(steps(id).map((line) => line.split(' ')[1])).size).toBe(4);
  });

  it('of the server, the process goes on, and another server takes care of what follows', async () => {
    const gone = runner();
    const { id } = gone.add(request('slow'));
    const next = gone.add(request('next'));
    gone.start();
    await stepsReach(id, 3);
    const pid = pidOf();
    // As a server that is killed: it looks no more, and says nothing to its job.
    abandon(gone);
    const second = openStore(folder);
    const queue = runner({ store: second });
    queue.start();
    await reaches(next.id, { state: 'finished' });
    expect(isWhole(id) && isWhole(next.id)).toBe(true);
    expect(new Set(steps(id).map((line) => line.split(' ')[1]))).toEqual(new Set([String(pid)]));
    await queue.close();
    second.close();
  });

  it('of both, the job goes on with the next server', async () => {
    const gone = runner();
    const { id } = gone.add(request('slow'));
    gone.start();
    await stepsReach(id, 3);
    abandon(gone);
    process.kill(pidOf(), 'SIGKILL');
    const queue = runner();
    queue.start();
    await reaches(id, { state: 'finished' });
    expect(isWhole(id)).toBe(true);
  });

  it('a run that was under way no longer counts as running', async () => {
    const queue = runner({ mostInterruptions: 1 });
    const { id } = queue.add(request('slow'));
    queue.start();
    await stepsReach(id, 3);
    process.kill(pidOf(), 'SIGKILL');
    await reaches(id, { state: 'failed' });
    await expect.poll(() => store.runs.list()[0].status).toBe('failed');
  });
});

it('a server that ends lets its job save, and the next one goes on', async () => {
  const first = runner();
  const { id } = first.add(request('slow'));
  first.start();
  await stepsReach(id, 3);
  await first.close();
  expect(store.jobs.read(id)).toMatchObject({ state: 'queued', reason: null });
  const before = steps(id).length;
  runner().start();
  await reaches(id, { state: 'finished', step: before });
  expect(isWhole(id)).toBe(true);
});

it('two servers on one folder do not both train', async () => {
  const other = openStore(folder);
  const [one, two] = [runner(), runner({ store: other })];
  const ids = ['a', 'b', 'c', 'd'].map((name) => one.add(request(name)).id);
  one.start();
  two.start();
  for (const id of ids) await reaches(id, { state: 'finished' });
  expect(ids.every(isWhole)).toBe(true);
  const running = new Set<number>();
  let most = 0;
  for (const { kind, job, data } of store.events.after(0)) {
    if (kind !== 'state' || job === null) continue;
    if ((data as Job).state === 'running') running.add(job);
    else running.delete(job);
    most = Math.max(most, running.size);
  }
  expect(most).toBe(1);
  await two.close();
  other.close();
});

/** Leaves a queue as a kill of its server would. */
function abandon(queue: JobRunner): void {
  const inside = queue as unknown as { timer: NodeJS.Timeout; closed: boolean; child: null };
  clearInterval(inside.timer);
  inside.closed = true;
  inside.child = null;
}
