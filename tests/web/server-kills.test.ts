/**
 * A server that is a process of its own is killed while it trains: the next one takes the training on to its end,
 * whether the training's process died with it or not.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../src/store/jobs.js';
import { smallHome, tinyRequest } from '../jobs/small-home.js';
import type { SmallHome } from '../jobs/small-home.js';
import { postJson } from './request.js';

const PROGRAM = 'dist/cli.js';
const UPDATES = 200;
const PATIENCE = { timeout: 500_000, interval: 100 };

interface Serving {
  process: ChildProcess;
  url: string;
}

let home: SmallHome;
const servers: Serving[] = [];
beforeEach(() => {
  home = smallHome();
});
afterEach(async () => {
  for (const { process } of servers.splice(0)) await end(process, 'SIGTERM');
  home.remove();
});

/** `ieum serve` as it is installed, once it listens. */
async function serve(): Promise<Serving> {
  const child = spawn(process.execPath, [PROGRAM, 'serve', '--port', '0'], {
    env: process.env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const [address] = /http:\/\/\S+/.exec(text) ?? [];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => {
      reject(new Error(`ieum serve ended with ${code}`));
    });
  });
  servers.push({ process: child, url });
  return { process: child, url };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

const job = async ({ url }: Serving, id: number): Promise<Job> =>
  (await (await fetch(`${url}/v1/jobs/${id}`)).json()) as Job;

/** Updates that the training's run has noted. */
const step = (): number => home.store.runs.list()[0]?.step ?? 0;

describe.skipIf(!existsSync(PROGRAM))('ieum serve, killed while it trains', () => {
  it.each([
    ['the server alone', false],
    ['the server and the training', true],
  ])(
    '%s: the next one sees it to its end',
    async (_what, both) => {
      const first = await serve();
      const { settings } = tinyRequest(home);
      const request = {
        ...tinyRequest(home, { name: 'survivor' }),
        settings: {
          ...settings,
          training: { ...settings.training, updates: UPDATES },
          // None is given up for want of learning.
          validation: { ...settings.validation, patience: 1000 },
        },
      };
      const { id } = (await (await postJson(`${first.url}/v1/jobs`, request)).json()) as Job;
      await expect.poll(step, PATIENCE).toBeGreaterThanOrEqual(30);
      await end(first.process, 'SIGKILL');
      const { pid } = home.store.leases.held('training')!.owner;
      if (both) process.kill(pid, 'SIGKILL');

      const second = await serve();
      await expect
        .poll(() => job(second, id), PATIENCE)
        .toMatchObject({ state: 'finished', model: 'survivor-1' });
      const done = await job(second, id);
      expect(done.interruptions).toBe(0);
      expect(done.step).toBeGreaterThanOrEqual(both ? 10 : 0);
      const steps = home.store.runs
        .metrics(done.run!)
        .flatMap(({ kind, step: at }) => (kind === 'validation' ? [at] : []));
      expect(steps).toEqual(Array.from({ length: UPDATES / 10 }, (_, k) => 10 * (k + 1)));
      const models = (await (await fetch(`${second.url}/v1/registry`)).json()) as {
        models: { name: string }[];
      };
      expect(models.models.map(({ name }) => name)).toContain('survivor-1');
    },
    1_200_000,
  );
});
