/** The queue: what waits, who may train, what becomes of a job whose process was killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, processIdentity } from '../../src/foundation/process-identity.js';
import type { ProcessIdentity } from '../../src/foundation/process-identity.js';
import { openStore, storePath } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import type { Job } from '../../src/store/jobs.js';
import { hasEnded } from '../../src/store/leases.js';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-jobs-'));
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const me = processIdentity();
/** A process of this machine that has ended: its pid is another's now. */
const dead: ProcessIdentity = { ...me, started: `${me.started}0` };
const elsewhere: ProcessIdentity = { ...me, host: 'another' };

const add = (name = 'mine'): number => store.jobs.add({ name, request: { name } }).id;
const running = (owner = me): Job => {
  add();
  return store.jobs.claim(owner)!;
};

describe('a process', () => {
  it('is alive until it ends, killed or not', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const identity = processIdentity(child.pid);
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
  });

  it('is another one with the same number after a restart, or once the number was given anew', () => {
    expect(isAlive(me)).toBe(true);
    expect(isAlive(dead)).toBe(false);
    expect(isAlive({ ...me, boot: 'before' })).toBe(false);
  });

  it('of another machine counts as ended after a minute without a heartbeat', () => {
    expect(hasEnded(elsewhere, Date.now() - 30_000)).toBe(false);
    expect(hasEnded(elsewhere, Date.now() - 90_000)).toBe(true);
    expect(hasEnded(elsewhere)).toBe(false);
  });

  it('of this machine that slept has not ended', () => {
    expect(hasEnded(me, Date.now() - 9 * 3600_000)).toBe(false);
  });
});

describe('the lease', () => {
  it('is had by one, until it is given back, handed over, or its owner ends', () => {
    const { leases } = store;
    expect(leases.take('training', me)).toBe(true);
    expect(leases.take('training', elsewhere)).toBe(false);
    expect(leases.renew('training', elsewhere)).toBe(false);
    expect(leases.take('training', elsewhere, { from: me, job: 3 })).toBe(true);
    expect(leases.held('training')).toMatchObject({ owner: elsewhere, job: 3 });
    expect(leases.renew('training', me)).toBe(false);
    leases.release('training', me);
    expect(leases.take('training', me)).toBe(false);
    leases.release('training', elsewhere);
    expect(leases.take('training', dead)).toBe(true);
    expect(leases.held('training')).toBeUndefined();
    expect(leases.take('training', me)).toBe(true);
  });
});

describe('the queue', () => {
  it('gives out one job at a time, the oldest first', () => {
    const [first, second] = [add('first'), add('second')];
    expect(store.jobs.claim(me)).toMatchObject({ id: first, state: 'running' });
    expect(store.jobs.claim(me)).toBeUndefined();
    store.jobs.leave(first, 'finished', { model: 'mine-1' });
    store.leases.release('training', me);
    expect(store.jobs.read(first)).toMatchObject({ state: 'finished', model: 'mine-1' });
    expect(store.jobs.claim(me)).toMatchObject({ id: second });
  });

  it('is one queue for two openings of the folder', () => {
    add();
    add();
    const other = openStore(folder);
    expect(store.jobs.claim(me)).toBeDefined();
    expect(other.jobs.claim(elsewhere)).toBeUndefined();
    expect(other.jobs.recover()).toEqual([]);
    other.close();
  });

  it('takes a job back whose process was killed, and gives it up when it gets no further', () => {
    const { id } = running(dead);
    expect(store.jobs.recover(() => 'out of memory')).toMatchObject([
      { id, state: 'queued', interruptions: 1, reason: 'out of memory' },
    ]);
    for (let turn = 0; turn < 3; turn++) {
      store.jobs.claim(dead);
      store.jobs.recover();
    }
    expect(store.jobs.read(id)).toMatchObject({ state: 'queued', interruptions: 4 });
    const run = store.runs.start({ name: 'mine', folder: 'mine', config: {} });
    store.jobs.claim(dead);
    store.jobs.began(id, { run, step: 100 });
    expect(store.jobs.recover()).toMatchObject([{ state: 'queued', interruptions: 1, step: 100 }]);
    for (let turn = 0; turn < 4; turn++) {
      store.jobs.claim(dead);
      store.jobs.began(id, { run, step: 100 });
      store.jobs.recover(() => 'killed');
    }
    expect(store.jobs.read(id)).toMatchObject({
      state: 'failed',
      reason: 'its process ended 5 times without getting on, the last time with: killed',
    });
    expect(store.jobs.resume(id)).toMatchObject({ state: 'queued', reason: null, interruptions: 0 });
  });

  it('can keep what a paused job has saved', () => {
    const { id } = running();
    store.jobs.saved(id, 40);
    store.jobs.saved(id, 30);
    store.jobs.leave(id, 'paused');
    expect(store.jobs.ask(id, 'stop')).toMatchObject({ state: 'queued', phase: 'evaluating', step: 40 });
  });

  it('does after a kill what was wanted before', () => {
    const { id } = running(dead);
    store.jobs.ask(id, 'pause');
    expect(store.jobs.recover()).toMatchObject([{ state: 'paused', wanted: null }]);
    store.jobs.resume(id);
    store.jobs.claim(dead);
    store.jobs.ask(id, 'cancel');
    expect(store.jobs.recover()).toMatchObject([{ state: 'cancelled' }]);
  });
});

describe('a wish', () => {
  it('is for its process while one works on it', () => {
    const { id } = running();
    expect(store.jobs.ask(id, 'pause')).toMatchObject({ state: 'running', wanted: 'pause' });
    expect(store.jobs.resume(id)).toMatchObject({ state: 'running', wanted: null });
    expect(store.jobs.ask(id, 'stop')).toMatchObject({ state: 'running', wanted: 'stop' });
  });

  it('is granted at once where none does', () => {
    const id = add();
    expect(store.jobs.ask(id, 'pause').state).toBe('paused');
    expect(store.jobs.claim(me)).toBeUndefined();
    expect(store.jobs.resume(id).state).toBe('queued');
    expect(store.jobs.ask(id, 'cancel').state).toBe('cancelled');
  });

  it('to keep what was learned lets a paused job be evaluated, once it has learned something', () => {
    const { id } = running();
    store.jobs.leave(id, 'paused');
    expect(() => store.jobs.ask(id, 'stop')).toThrow(
      `job ${id}: expected one that can be asked to stop, got one that is paused`,
    );
    store.leases.release('training', me);
    store.jobs.resume(id);
    store.jobs.claim(me);
    store.jobs.began(id, { run: store.runs.start({ name: 'a', folder: 'a', config: {} }), step: 10 });
    store.jobs.leave(id, 'paused');
    expect(store.jobs.ask(id, 'stop')).toMatchObject({
      state: 'queued',
      phase: 'evaluating',
      wanted: 'stop',
    });
  });

  it('for what is over is refused', () => {
    const { id } = running();
    store.jobs.leave(id, 'finished');
    for (const wish of ['pause', 'stop', 'cancel'] as const)
      expect(() => store.jobs.ask(id, wish)).toThrow(/got one that is finished/);
    expect(() => store.jobs.resume(id)).toThrow(/can be asked to resume/);
    expect(() => store.jobs.read(99)).toThrow('job 99: expected one of the queue');
  });
});

describe('events', () => {
  it('tell each change of a job, and can be read on from any of them', () => {
    const { id } = running();
    store.jobs.leave(id, 'failed', { reason: 'the disk is full' });
    const events = store.events.after(0, { job: id });
    expect(events.map(({ data }) => (data as Job).state)).toEqual(['queued', 'running', 'failed']);
    expect(store.events.after(events[1].id, { job: id })).toEqual([events[2]]);
    expect(events[2]).toMatchObject({ kind: 'state', data: { reason: 'the disk is full' } });
    expect(store.events.last()).toBe(events[2].id);
  });
});

describe('runs', () => {
  it('whose process was killed no longer count as running', () => {
    const { runs } = store;
    const id = runs.start({ name: 'toy', folder: 'runs/toy', config: {} });
    expect(runs.settle()).toBe(0);
    const other = runs.start({ name: 'old', folder: 'runs/old', config: {} });
    expect(runs.read(id)).toMatchObject({ status: 'running', owner: me });
    killOwner(other);
    expect(runs.settle()).toBe(1);
    expect(runs.read(other)).toMatchObject({
      status: 'failed',
      reason: KILLED,
    });
    expect(store.events.lastOf(other, 'failed')).toMatchObject({ run: other, data: { reason: KILLED } });
    expect(store.events.lastOf(id, 'failed')).toBeUndefined();
    runs.resume(other, 0);
    expect(runs.read(other)).toMatchObject({ status: 'running', reason: null, owner: me });
  });
});

const KILLED = 'its process ended without a word; it can be resumed from its last checkpoint';

/** Makes a run another process's, which has ended. */
function killOwner(run: number): void {
  const database = new Database(storePath(folder));
  database.prepare('UPDATE runs SET owner = ? WHERE id = ?').run(JSON.stringify(dead), run);
  database.close();
}
