/** The record of a run: its numbers, its events, and one process at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { processIdentity } from '../../src/foundation/process-identity.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { openStore, storePath } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { recordRun } from '../../src/training/run-record.js';
import { runTraining } from '../../src/training/run.js';
import { never, reverseConfig } from './small-run.js';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-record-'));
  store = openStore(folder);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

it('tells what happens, with the norm of the gradient and the probe', async () => {
  await initialiseEngine();
  const config = reverseConfig(30);
  const run = join(folder, 'run');
  const saved: boolean[] = [];
  const { id, observer } = recordRun(store.runs, { config, folder: run, resume: false });
  await runTraining(config, {
    ...{ folder: run, resume: false, signal: never, saveEvery: 0 },
    observer: {
      ...observer,
      updated: (report) => {
        observer.updated?.(report);
        // Before the first validation, which comes at update 15.
        if (report.update === 10) saved.push(existsSync(join(run, 'last')));
      },
    },
  });
  expect(saved).toEqual([true]);
  expect(statSync(join(run, 'last', 'training.json')).size).toBeGreaterThan(0);
  const kinds = store.events.after(0, { run: id }).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind !== 'note')).toEqual([
    ...['began', 'training', 'validation', 'probe', 'training', 'training', 'validation', 'probe', 'ended'],
  ]);
  const [first] = store.runs.metrics(id);
  expect(first.gradientNorm).toBeGreaterThan(0);
  expect(store.runs.read(id)).toMatchObject({ status: 'finished' });
});

it('is one process’s at a time', async () => {
  const config = reverseConfig(10);
  const { id } = recordRun(store.runs, { config, folder: 'runs/mine', resume: false });
  const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const database = new Database(storePath(folder));
  const owner = JSON.stringify(processIdentity(other.pid));
  database.prepare('UPDATE runs SET owner = ? WHERE id = ?').run(owner, id);
  database.close();
  const resume = () => recordRun(store.runs, { config, folder: 'runs/mine', resume: true });
  expect(resume).toThrow(`run runs/mine: expected no other process that trains it, got process ${other.pid}`);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(resume().id).toBe(id);
});
