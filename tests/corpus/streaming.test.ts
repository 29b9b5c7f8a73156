/** A corpus far larger than the heap it is cleaned, split and described in. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { bundle } from '../support/bundle.js';

/** Pairs of some 190 bytes: 30 MB of text, 45 MB as strings. */
const PAIRS = 160_000;
const HEAP_MEGABYTES = 24;

/** Reads generated lines as an upload comes, cleans and counts them; every tenth is a duplicate. */
const program = (modules: Record<string, string>): string => `
  import { PairCleaner } from '${modules.cleaning}';
  import { readEntries } from '${modules.reader}';
  import { Splitter } from '${modules.split}';
  async function* blocks() {
    for (let start = 0; start < ${PAIRS}; start += 500) {
      let text = '';
      for (let i = start; i < start + 500; i++) {
        const n = i % 10 === 9 ? i - 1 : i;
        text += '오늘은 ' + n + '번째 이야기를 많은 친구들과 함께 밤이 늦도록 즐겁게 나누었습니다.\\t' +
          'Today I shared story number ' + n + ' with many friends until late at night.\\n';
      }
      yield Buffer.from(text);
      await new Promise(setImmediate);
    }
  }
  const direction = { source: 'ko', target: 'en' };
  const cleaner = new PairCleaner(direction);
  const splitter = new Splitter();
  for await (const pair of cleaner.clean(readEntries({ name: 'made.tsv', bytes: blocks() }, direction))) {
    splitter.add(pair);
  }
  const parts = splitter.parts({ dev: 1000, test: 1000 });
  const { read, kept, dropped } = cleaner.report;
  console.log(JSON.stringify({ read, kept, duplicates: dropped.duplicate.count, parts: parts.length }));
`;

it(`reads ${PAIRS} pairs in a heap of ${HEAP_MEGABYTES} MB`, async () => {
  const modules: Record<string, string> = {};
  for (const name of ['cleaning', 'reader', 'split']) {
    modules[name] = pathToFileURL(await bundle(`corpus/${name}.ts`)).href;
  }
  const folder = mkdtempSync(join(tmpdir(), 'ieum-streaming-'));
  try {
    const script = join(folder, 'run.mjs');
    writeFileSync(script, program(modules));
    const { stdout } = await promisify(execFile)(process.execPath, [
      `--max-old-space-size=${HEAP_MEGABYTES}`,
      script,
    ]);
    expect(JSON.parse(stdout)).toEqual({
      read: PAIRS,
      kept: 0.9 * PAIRS,
      duplicates: 0.1 * PAIRS,
      parts: 0.9 * PAIRS,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
