import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AtomicFile } from '../../src/foundation/atomic-file.js';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ieum-atomic-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('appears whole, in a folder of its own, and replaces what stood there', async () => {
  const path = join(folder, 'new', 'a.txt');
  const file = new AtomicFile(path);
  await file.write('가');
  expect(readdirSync(join(folder, 'new'))).not.toContain('a.txt');
  await file.write('나\n');
  await file.commit();
  await file.discard();
  expect(readdirSync(join(folder, 'new'))).toEqual(['a.txt']);
  expect(readFileSync(path, 'utf8')).toBe('가나\n');
});

it('packs what it is told to pack, more than a buffer of it', async () => {
  const path = join(folder, 'a.gz');
  const file = new AtomicFile(path, { gzip: true });
  for (let i = 0; i < 2000; i++) await file.write(`${i} ${'가'.repeat(50)}\n`);
  await file.commit();
  const lines = gunzipSync(readFileSync(path)).toString().split('\n');
  expect(lines).toHaveLength(2001);
  expect(lines[1999]).toBe(`1999 ${'가'.repeat(50)}`);
});

it('leaves nothing behind when it is discarded, and what stood there stands', async () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'old');
  const file = new AtomicFile(path);
  await file.write('new');
  await file.discard();
  expect(readdirSync(folder)).toEqual(['a.txt']);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

it.each([false, true])('rejects where it cannot be written (gzip: %s)', async (gzip) => {
  const path = join(folder, 'x'.repeat(240));
  const file = new AtomicFile(path, { gzip });
  const written = (async () => {
    for (let i = 0; i < 100; i++) await file.write('x'.repeat(100_000));
    await file.commit();
  })();
  await expect(written).rejects.toThrow('ENAMETOOLONG');
  await file.discard();
  expect(readdirSync(folder)).toEqual([]);
});
