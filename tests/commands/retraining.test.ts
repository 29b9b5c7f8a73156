/** `ieum data`, `jobs`, `models` and `backup`: what the page does, at the command line. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerBackup } from '../../src/commands/backup.js';
import { registerData } from '../../src/commands/data.js';
import { registerJobs } from '../../src/commands/jobs.js';
import { registerModels } from '../../src/commands/models.js';
import { openStore } from '../../src/store/database.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { captureOutput, runCommand } from './command-line.js';

let root: string;
const printed = captureOutput();
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ieum-commands-'));
  vi.stubEnv('IEUM_HOME', join(root, 'home'));
  writeFileSync(
    join(root, 'shop.tsv'),
    '네.\tYes.\n네.\tYes.\n배송은 언제 되나요?\tWhen will it be delivered?\n',
  );
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const path = (name: string): string => join(root, name);
const data = (...args: string[]): Promise<void> => runCommand(registerData, ['data', ...args]);
const jobs = (...args: string[]): Promise<void> => runCommand(registerJobs, ['jobs', ...args]);
const models = (...args: string[]): Promise<void> => runCommand(registerModels, ['models', ...args]);

describe('ieum data', () => {
  it('cleans files into versions, finds pairs, writes them, forgets them', async () => {
    await data('list');
    await data('add', path('shop.tsv'), '--name', 'shop');
    await expect(data('add', path('shop.tsv'), '--name', 'shop')).rejects.toThrow('it has all of them');
    writeFileSync(path('more.tsv'), '네.\tYes.\n아니요.\tNo.\n');
    await data('add', path('more.tsv'), '--name', 'shop', '--json');
    await data('search', 'shop', '배송');
    await data('export', 'shop', '--version', '1', '--output', path('out.tmx'));
    expect(printed.text).toContain('no data sets yet');
    expect(printed.text).toContain('shop: 2 pairs added, 1 dropped (1 duplicate); version 1\n');
    expect(printed.text).toContain('"version":2');
    expect(printed.text).toMatch(/\t배송은 언제 되나요\?\tWhen will it be delivered\?\n/);
    expect(readFileSync(path('out.tmx'), 'utf8')).toContain('<seg>Yes.</seg>');
    await data('delete', 'shop');
    await expect(data('search', 'shop')).rejects.toThrow('data set shop: expected one of the folder');
  });
});

describe('ieum jobs', () => {
  it('shows the queue and changes what waits', async () => {
    const store = openStore();
    const { id } = store.jobs.add({ name: 'shop', request: {} });
    store.close();
    await jobs('pause', String(id));
    await jobs('list');
    expect(printed.text).toMatch(/^1 {2}shop {2}paused\n/);
    printed.text = '';
    await jobs('resume', '1', '--json');
    expect(JSON.parse(printed.text)).toMatchObject({ id: 1, state: 'queued' });
    await jobs('cancel', '1');
    await expect(jobs('pause', '1')).rejects.toThrow('got one that is cancelled');
    await expect(jobs('pause', 'one')).rejects.toThrow('expected a whole number');
  });
});

describe('ieum models', () => {
  it('hands a model on as a file and takes it again', async () => {
    const checkpoint = await writeTinyCheckpoint({ parent: root });
    await models('export', checkpoint, '--output', path('tiny.zip'));
    await models('import', path('tiny.zip'), '--name', 'theirs');
    expect(printed.text).toContain('registered as theirs-1');
    printed.text = '';
    await models('list', '--json');
    const listed = JSON.parse(printed.text) as { name: string; provenance: object | null }[];
    expect(listed.find(({ name }) => name === 'theirs-1')).toMatchObject({
      provenance: { origin: 'upload' },
    });
    await models('list');
    expect(printed.text).toMatch(/theirs-1 +ko→en +upload/);
    writeFileSync(path('broken.zip'), 'no zip');
    await expect(models('import', path('broken.zip'))).rejects.toThrow('model file: expected a zip');
  });
});

describe('ieum backup', () => {
  it('copies what is there, and the copy works', async () => {
    await data('add', path('shop.tsv'), '--name', 'shop');
    await models('export', await writeTinyCheckpoint({ parent: root }), '--output', path('tiny.zip'));
    await models('import', path('tiny.zip'));
    const backup = (): Promise<void> => runCommand(registerBackup, ['backup', path('copy')]);
    // While a server has it open and writes.
    const open = openStore();
    open.dataSets.create('during', [{ ko: '네.', en: 'Yes.' }], '');
    await backup();
    open.close();
    expect(printed.text).toContain('copied the store, 1 models and 0 runs to ');
    await expect(backup()).rejects.toThrow(/expected a new folder/);
    const copy = openStore(path('copy'));
    expect(copy.dataSets.list().map(({ name }) => name)).toEqual(['during', 'shop']);
    copy.close();
    expect(existsSync(join(path('copy'), 'models', 'tiny-1', 'weights.safetensors'))).toBe(true);
  });
});
