/** A real training whose process is killed at twenty moments ends as the one that never was. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { JobRunner } from '../../src/jobs/runner.js';
import { ModelRegistry } from '../../src/registry/registry.js';
import { bundle } from '../support/bundle.js';
import { trainingState, weights } from '../training/small-run.js';
import { smallHome, tinyRequest } from './small-home.js';
import type { SmallHome } from './small-home.js';

const KILLS = 20;
const UPDATES = 200;

let home: SmallHome;
let queue: JobRunner;
beforeAll(async () => {
  home = smallHome();
  const script = pathToFileURL(await bundle('jobs/trainer.ts'));
  queue = new JobRunner({ store: home.store, script, pollMilliseconds: 20, mostInterruptions: 1000 });
  queue.start();
});
afterAll(async () => {
  await queue.close({ graceMilliseconds: 0 });
  home.remove();
});

/** The process that trains now; undefined while none does, or the job is done. */
const trainer = (): number | undefined => {
  const owner = home.store.leases.held('training')?.owner.pid;
  return owner === process.pid ? undefined : owner;
};

async function add(): Promise<number> {
  const settings = tinyRequest(home).settings;
  const training = { ...settings.training, updates: UPDATES, averageDecay: 0.9 };
  const validation = { ...settings.validation, patience: UPDATES };
  const { id } = queue.add(tinyRequest(home, { settings: { ...settings, training, validation } }));
  await expect.poll(trainer, { interval: 5 }).toBeDefined();
  return id;
}

const finished = async (id: number): Promise<void> => {
  const over = (): boolean => home.store.jobs.read(id).ended !== null;
  await expect.poll(over, { timeout: 250_000, interval: 50 }).toBe(true);
  expect(home.store.jobs.read(id)).toMatchObject({ state: 'finished' });
};

it('ends with the same weights', async () => {
  const whole = await add();
  await finished(whole);
  const killed = await add();
  const random = new Random(20);
  let kills = 0;
  for (; kills < KILLS && home.store.jobs.read(killed).ended === null; kills++) {
    const events = home.store.events.last();
    // In turn: somewhere on the way to the first update, and somewhere among the updates, where files are written.
    if (kills % 2 === 0) {
      await wait(random.next() * 600);
    } else {
      const news = (): boolean =>
        home.store.events.after(events).some(({ kind }) => kind === 'training' || kind === 'state');
      await expect.poll(news, { timeout: 60_000, interval: 2 }).toBe(true);
      await wait(random.next() * 400);
    }
    const pid = trainer();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => home.store.jobs.read(killed).ended !== null || (trainer() ?? pid) !== pid, {
        timeout: 60_000,
        interval: 2,
      })
      .toBe(true);
  }
  await finished(killed);
  expect(kills).toBe(KILLS);
  const folderOf = (id: number): string => join(home.folder, 'runs', `job-${id}`);
  for (const checkpoint of ['last', 'best']) {
    expect(weights(folderOf(killed), checkpoint)).toEqual(weights(folderOf(whole), checkpoint));
    expect(trainingState(folderOf(killed), checkpoint)).toEqual(trainingState(folderOf(whole), checkpoint));
  }
  const registry = new ModelRegistry(home.folder);
  const [a, b] = [killed, whole].map((id) => registry.read(home.store.jobs.read(id).model!));
  expect(a.provenance.tests.map(({ bleu, chrf }) => [bleu, chrf])).toEqual(
    b.provenance.tests.map(({ bleu, chrf }) => [bleu, chrf]),
  );
  expect(readFileSync(join(a.folder, 'weights.safetensors'))).toEqual(
    readFileSync(join(b.folder, 'weights.safetensors')),
  );
  expect(registry.list()).toHaveLength(2);
  const steps = home.store.runs.metrics(home.store.jobs.read(killed).run!).map(({ step }) => step);
  expect(steps.at(-1)).toBe(UPDATES);
  expect(home.store.runs.list()).toHaveLength(2);
});
