import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCorpus } from '../../src/commands/corpus.js';
import { captureOutput, runCommand } from './command-line.js';

let folder: string;
const printed = captureOutput();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-corpus-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  process.exitCode = undefined;
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const contentOf = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

async function corpus(...args: string[]): Promise<void> {
  await runCommand(registerCorpus, ['corpus', ...args]);
}

describe('ieum corpus import', () => {
  it('joins files, drops what is bad or excluded, and tells how much, why and where', async () => {
    const first = file('1.tsv', '안녕.\tHi.\n\t\n안녕.\tHi.\n네.\tYes.\n');
    const second = file('2.tsv.gz', gzipSync('아니요.\tNo.\n잘 가요.\tBye.\nThank you.\t고맙습니다.\n네\n'));
    const exclude = [file('test.en', 'yes!\n'), file('test.tsv', '잘 가요\tSee you\n')];
    const output = join(folder, 'clean.tsv');
    await corpus('import', first, second, '--exclude', ...exclude, '--output', output);
    expect(contentOf('clean.tsv')).toBe('안녕.\tHi.\n아니요.\tNo.\n고맙습니다.\tThank you.\n');
    expect(printed.text.split('\n')).toEqual([
      'read      8 pairs',
      `mended    1: the sides were swapped, and are swapped back (${second} line 3)`,
      `dropped   1: the line holds no pair (${second} line 4)`,
      '          first: expected 2 columns (ko, en), got 1',
      `dropped   1: a side is empty (${first} line 2)`,
      `dropped   1: the same pair stood before (${first} line 3)`,
      `dropped   2: a side is an excluded sentence (${first} line 4; ${second} line 2)`,
      `excluded  1 sentences of ${exclude[0]}, 0 nearly`,
      `excluded  1 sentences of ${exclude[1]}, 0 nearly`,
      'kept      3 pairs',
      `wrote     3 pairs to ${output}`,
      '',
    ]);
  });

  it('reads what any format holds and writes it in any other', async () => {
    const inputs = [
      file('a.ko', '가요.\n'),
      file('b.csv', 'en,ko\n"B, b.",나요.\n'),
      file('a.en', 'A.\n'),
      file('c.jsonl', '{"ko": "다요.", "en": "C."}\n'),
    ];
    await corpus('import', ...inputs, '--output', join(folder, 'all.tmx.gz'));
    await corpus(
      'import',
      join(folder, 'all.tmx.gz'),
      '--output',
      join(folder, 'all'),
      '--output-format',
      'moses',
    );
    expect(contentOf('all.ko')).toBe('가요.\n나요.\n다요.\n');
    expect(contentOf('all.en')).toBe('A.\nB, b.\nC.\n');
    const sides = ['--ko', file('x.txt', contentOf('all.ko')), '--en', file('y.txt', contentOf('all.en'))];
    await corpus('import', ...sides, '--output', join(folder, 'back.tsv.gz'));
    expect(gunzipSync(readFileSync(join(folder, 'back.tsv.gz'))).toString()).toBe(
      '가요.\tA.\n나요.\tB, b.\n다요.\tC.\n',
    );
  });

  it('reads other orders of columns, and keeps labels', async () => {
    const path = file('en-ko.tsv', 'Hi.\t7\t안녕.\tgen\n');
    await corpus('import', path, '--columns', 'en,id,ko,tier', '--output', join(folder, 'clean.tsv'));
    expect(contentOf('clean.tsv')).toBe('안녕.\tHi.\tgen\n');
  });

  it('takes names of fields, and refuses others', async () => {
    const path = file('a.jsonl', '{"src": "안녕.", "tgt": "Hi."}\n');
    const output = ['--output', join(folder, 'clean.tsv')];
    await corpus('import', path, '--fields', 'ko=src, en=tgt', ...output);
    expect(contentOf('clean.tsv')).toBe('안녕.\tHi.\n');
    await expect(corpus('import', path, '--fields', 'de=src', ...output)).rejects.toThrow(
      "expected ko=NAME,en=NAME (and tier=NAME), got 'de=src'",
    );
  });

  it('obeys its limits', async () => {
    const path = file(
      'a.tsv',
      'Hi.\t안녕.\n오늘은 날씨가 좋아요.\tThe weather is nice.\n네.\tYes, I do so.\n',
    );
    const flags = ['--swapped', 'drop', '--max-characters', '15', '--max-ratio', '1.2'];
    await expect(corpus('import', path, ...flags, '--output', join(folder, 'x.tsv'))).rejects.toThrow(
      'corpus import: expected pairs to keep, got none of 3; nothing was written',
    );
    expect(printed.text).toContain(`dropped   1: the sides are swapped (${path} line 1)`);
    expect(printed.text).toContain(`dropped   1: a side is too long (${path} line 2)`);
    expect(printed.text).toContain(`dropped   1: one side is far longer than the other (${path} line 3)`);
    expect(readdirSync(folder)).toEqual(['a.tsv']);
  });

  it('drops what is nearly excluded, unless it is told not to', async () => {
    const path = file('a.tsv', '열쇠를 어디에 두셨나요?\tWhere did you put the keys?\n네.\tYes.\n');
    const args = ['import', path, '--exclude', file('t.en', 'Where did you put the key?\n'), '--json'];
    const keptWith = async (...flags: string[]): Promise<unknown> => {
      printed.text = '';
      await corpus(...args, ...flags, '--output', join(folder, 'x.tsv'));
      return (JSON.parse(printed.text) as { kept: number }).kept;
    };
    expect(await keptWith()).toBe(1);
    expect(await keptWith('--near', '0.95')).toBe(2);
    expect(await keptWith('--no-near')).toBe(2);
  });

  it.each([
    [
      'dropped.tsv',
      `file\tline\treason\tdetail\tko\ten\nA\t1\tempty\t\t\tHi.\nA\t3\tmalformed\texpected 2 columns (ko, en), got 1\tx\t\n`,
    ],
    [
      'dropped.jsonl',
      '{"file":"A","line":1,"reason":"empty","ko":"","en":"Hi."}\n{"file":"A","line":3,"detail":"expected 2 columns (ko, en), got 1","reason":"malformed","ko":"x","en":""}\n',
    ],
    [
      'dropped.csv',
      '\uFEFFfile,line,reason,detail,ko,en\nA,1,empty,,,Hi.\nA,3,malformed,"expected 2 columns (ko, en), got 1",x,\n',
    ],
  ])('writes the dropped lines with their reasons (%s)', async (name, content) => {
    const path = file('a.tsv', '\tHi.\n네.\tYes.\nx\n');
    await corpus('import', path, '--dropped', join(folder, name), '--output', join(folder, 'x.tsv'));
    expect(contentOf(name).replaceAll(path, 'A')).toBe(content);
  });

  it('writes nothing where a file cannot be read to its end', async () => {
    const bad = [file('good.tsv', '안녕.\tHi.\n'), file('bad.tmx', '<tmx><body><tu>')];
    const flags = ['--output', join(folder, 'clean.tsv'), '--dropped', join(folder, 'dropped.tsv')];
    await expect(corpus('import', ...bad, ...flags)).rejects.toThrow('line 1: expected well-formed TMX');
    expect(readdirSync(folder).sort()).toEqual(['bad.tmx', 'good.tsv']);
  });

  it('ends at Ctrl-C with nothing half written', async () => {
    const path = file('big.tsv', '안녕.\tHi.\n'.repeat(100_000));
    const before = process.listenerCount('SIGINT');
    const run = corpus('import', path, '--output', join(folder, 'x.tsv'));
    const stopped = expect(run).rejects.toMatchObject({
      message: 'corpus: stopped; nothing was written',
      exitCode: 130,
    });
    while (process.listenerCount('SIGINT') === before) await new Promise(setImmediate);
    const interrupt = process.listeners('SIGINT').at(-1);
    interrupt?.('SIGINT');
    await stopped;
    expect(readdirSync(folder)).toEqual(['big.tsv']);
    expect(process.listenerCount('SIGINT')).toBeLessThanOrEqual(before + 1);
  });

  it.each([
    [['import', '--output', 'x'], 'corpus: expected files of pairs, got none'],
    [['check', '--ko', 'a.txt'], 'corpus: expected --ko and --en together'],
    [['check', 'a.ko'], 'expected its other side a.en beside it'],
    [['check', 'a.tsv', '--near', '1.5'], 'expected a number above 0 and up to 1'],
    [['check', 'a.tsv', '--format', 'xlsx'], 'Allowed choices are tsv, csv, jsonl, tmx'],
  ])('says what is wrong with %j', async (args, message) => {
    await expect(corpus(...args)).rejects.toThrow(message);
  });
});

describe('ieum corpus check', () => {
  it('reports as JSON with sample lines, and writes nothing', async () => {
    const path = file(
      'a.tsv',
      Buffer.concat([Buffer.from('안녕.\tHi.\n'), Buffer.from([0xff, 0x0a]), Buffer.from('\tNo.\n')]),
    );
    await corpus('check', path, '--json');
    expect(JSON.parse(printed.text)).toEqual({
      ...{ read: 3, kept: 1, mended: {}, excluded: [], written: [] },
      dropped: {
        utf8: {
          count: 1,
          samples: [
            {
              file: path,
              line: 2,
              detail: 'expected UTF-8 text, got bytes that are not',
              ko: '\uFFFD',
              en: '',
            },
          ],
        },
        empty: { count: 1, samples: [{ file: path, line: 3, ko: '', en: 'No.' }] },
      },
    });
    expect(readdirSync(folder)).toEqual(['a.tsv']);
    expect(process.exitCode).toBeUndefined();
  });

  it('shows as many lines as it is told', async () => {
    const path = file('a.tsv', '네.\tYes.\n'.repeat(9));
    await corpus('check', path, '--samples', '2');
    expect(printed.text).toContain(`dropped   8: the same pair stood before (${path} lines 2, 3, …)`);
  });

  it('ends with exit code 1 where it is strict and something would be dropped', async () => {
    await corpus('check', file('good.tsv', '네.\tYes.\n'), '--strict');
    expect(process.exitCode).toBeUndefined();
    await corpus('check', file('bad.tsv', '네.\tYes.\n네.\tYes.\n'), '--strict');
    expect(process.exitCode).toBe(1);
  });
});

describe('ieum corpus split', () => {
  const lines = Array.from({ length: 50 }, (_, i) => `문장 ${i}번.\tSentence number ${i}.`);

  it('writes three files that hold every pair once', async () => {
    const path = file('all.tsv', `${lines.join('\n')}\n`);
    await corpus('split', path, '--dev', '5', '--test', '7', '--seed', '2', '--output', join(folder, 'out'));
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['dev.tsv', 'test.tsv', 'train.tsv']);
    const parts = ['train', 'dev', 'test'].map((name) =>
      contentOf('out', `${name}.tsv`).trimEnd().split('\n'),
    );
    expect(parts.map((part) => part.length)).toEqual([38, 5, 7]);
    expect(parts.flat().sort()).toEqual([...lines].sort());
    expect(printed.text).toContain('wrote     38 pairs to');
  });

  it('writes other formats', async () => {
    const path = file('all.tsv', `${lines.join('\n')}\n`);
    const flags = ['--dev', '5', '--test', '7', '--output', join(folder, 'out')];
    await corpus('split', path, ...flags, '--output-format', 'moses');
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(
      ['dev', 'test', 'train'].flatMap((part) => [`${part}.en`, `${part}.ko`]),
    );
  });

  it('refuses more than there is, and leaves nothing', async () => {
    const path = file('few.tsv', '안녕.\tHi.\n');
    await expect(corpus('split', path, '--output', join(folder, 'out'))).rejects.toThrow(
      'dev part: expected 1000 pairs that share no sentence with the others, got 1',
    );
    expect(existsSync(join(folder, 'out')) ? readdirSync(join(folder, 'out')) : []).toEqual([]);
  });
});

describe('ieum corpus stats', () => {
  it('prints counts for people or as one line of JSON', async () => {
    const path = file('some.tsv', '안녕.\tHi there.\tgen\n네.\tYes.\tui\n');
    await corpus('stats', path, '--columns', 'ko,en,tier');
    expect(printed.text).toContain('pairs     2\nKorean    2 distinct sentences, 2 words');
    expect(printed.text).toContain('tier      ui: 1\n');
    printed.text = '';
    await corpus('stats', path, '--json');
    expect(JSON.parse(printed.text)).toMatchObject({ pairs: 2, target: { words: 3 }, tiers: {} });
    expect(printed.text).toMatch(/^[^\n]+\n$/);
  });

  it('names the line that holds no pair', async () => {
    const path = file('bad.tsv', '안녕.\tHi.\n네.\n');
    await expect(corpus('stats', path)).rejects.toThrow('line 2: expected 2 columns (ko, en), got 1');
  });
});
