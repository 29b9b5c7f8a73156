import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerEvaluate } from '../../src/commands/evaluate.js';
import { captureOutput, runCommand } from './command-line.js';

interface Report {
  baseline: string;
  systems: {
    name: string;
    comparison?: Record<string, object>;
    buckets: object[];
    best: object[];
    worst: object[];
  }[];
}

/** Stands for a model: turns each line to capitals, in a text with spaces to fold. */
const translator = vi.hoisted(() => ({
  loaded: [] as string[],
  beams: [] as (number | undefined)[],
  disposed: 0,
}));
vi.mock('../../src/serving/models.js', () => ({
  modelAt: (name: string) => ({ name, folder: `checkpoints/${name}`, target: 'en' }),
}));
vi.mock('../../src/serving/translator.js', () => ({
  Translator: {
    load: (path: string) => {
      translator.loaded.push(path);
      return Promise.resolve({
        translateTexts: (texts: string[], { beam }: { beam?: number }) => {
          translator.beams.push(beam);
          return Promise.resolve(texts.map((text) => ({ text: ` ${text.toUpperCase()}  ` })));
        },
        dispose: () => translator.disposed++,
      });
    },
  },
}));

let folder: string;
const printed = captureOutput();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-evaluate-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function evaluate(...flags: string[]): Promise<void> {
  await runCommand(registerEvaluate, ['evaluate', ...flags]);
}

describe('ieum evaluate --hypothesis', () => {
  it('prints one line of JSON with scores and signatures', async () => {
    const hypothesis = file('h', 'The cat sat on the mat.\n\nIt rains.\n');
    const reference = file('r', 'The cat sat on a mat.\r\nGood.\r\nIt rains.');
    await evaluate('--hypothesis', hypothesis, '--reference', reference, '--json');
    expect(printed.text).toMatch(/^[^\n]+\n$/);
    expect(JSON.parse(printed.text)).toMatchObject({
      bleu: { signature: 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:2.6.0' },
      chrf: { signature: 'nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:2.6.0' },
      chrfPlusPlus: { signature: 'nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:2.6.0' },
      sentences: 3,
    });
    const { bleu, chrf } = JSON.parse(printed.text) as Record<string, { score: number }>;
    expect(bleu.score).toBeCloseTo(44.126, 4);
    expect(chrf.score).toBeCloseTo(71.7628, 4);
  });

  it('prints scores to two decimals for people, with the tokenization asked for', async () => {
    const path = file('same', '오늘은 날씨가 좋네요.\n');
    await evaluate('--hypothesis', path, '--reference', path, '--tokenize', 'char');
    expect(printed.text).toContain('BLEU       100.00  nrefs:1|case:mixed|eff:no|tok:char|');
    expect(printed.text).toContain('chrF2      100.00  ');
  });

  it('takes several references, of which the nearer counts', async () => {
    const hypothesis = file('h', 'It rains here today.\nGood day!\n');
    const first = file('a', 'It rains here today.\nGood morning!\n');
    const second = file('b', 'It is raining.\nGood day!\n');
    await evaluate('--hypothesis', hypothesis, '--reference', first, second, '--json');
    expect(JSON.parse(printed.text)).toMatchObject({
      bleu: {
        score: expect.closeTo(100, 6) as number,
        signature: expect.stringMatching(/^nrefs:2/) as string,
      },
      chrf: { score: 100 },
      ter: { score: 0 },
    });
  });

  it('gives the interval of each score, in its signature too', async () => {
    const hypothesis = file('h', 'a b c d e\nf g h i j\nk l m n o\n');
    const reference = file('r', 'a b c d e\nf g x i j\nk y z n o\n');
    const flags = ['--hypothesis', hypothesis, '--reference', reference, '--confidence', '--samples', '50'];
    await evaluate(...flags, '--json');
    const { ter } = JSON.parse(printed.text) as {
      ter: { signature: string; score: number; confidence: Record<'low' | 'high' | 'half', number> };
    };
    expect(ter.signature).toContain('nrefs:1|bs:50|seed:12345|case:lc');
    expect(ter.score).toBeCloseTo(20, 9);
    expect([ter.confidence.low, ter.confidence.high]).toEqual([0, 100 / 3]);
    expect(ter.confidence.half).toBe(100 / 6);
    printed.text = '';
    await evaluate(...flags);
    expect(printed.text).toContain('TER        20.00 ± 16.67  nrefs:1|bs:50');
  });

  it('compares systems with the first or with the one that is named', async () => {
    const lines = (word: string): string =>
      Array.from({ length: 30 }, (_, i) => `the ${word} number ${i} is here\n`).join('');
    const [good, bad] = [file('good', lines('line')), file('bad', lines('word'))];
    const flags = ['--hypothesis', good, bad, '--reference', file('r', lines('line'))];
    await evaluate(...flags, '--json');
    const first = JSON.parse(printed.text) as Report;
    expect(first.baseline).toBe('good');
    expect(first.systems[1].comparison).toMatchObject({
      ter: { difference: expect.closeTo(100 / 6, 6) as number, p: 1 / 1001, wins: 0 },
    });
    printed.text = '';
    await evaluate(...flags, '--baseline', bad, '--paired', 'randomisation', '--samples', '200', '--json');
    const second = JSON.parse(printed.text) as Report;
    expect(second.baseline).toBe('bad');
    expect(second.systems[1].name).toBe('good');
    expect(second.systems[1].comparison?.ter).toEqual({
      difference: expect.closeTo(-100 / 6, 6) as number,
      p: 1 / 201,
    });
    printed.text = '';
    await evaluate(...flags);
    expect(printed.text).toMatch(/bad +−[\d.]+ \(p = 0\.0010\)\*/);
  });

  it('scores by length of the source, and shows the worst and the best', async () => {
    const source = file('s', '가 나\n가 나 다 라 마 바\n가\n');
    const hypothesis = file('h', 'a b\na b x d e f\nq\n');
    const reference = file('r', 'a b\na b c d e f\nc\n');
    const flags = ['--hypothesis', hypothesis, '--reference', reference, '--source', source];
    const wanted = ['--buckets', '1,5', '--examples', '1', '--rank-by', 'ter'];
    await evaluate(...flags, ...wanted, '--json');
    const report = JSON.parse(printed.text) as Report['systems'][0];
    expect(report.buckets).toMatchObject([
      { from: 0, to: 1, sentences: 1, ter: 100 },
      { from: 2, to: 5, sentences: 1, ter: 0 },
      { from: 6, to: null, sentences: 1, ter: expect.closeTo(100 / 6, 6) as number },
    ]);
    expect(report.best).toEqual([{ line: 1, score: 0, hypothesis: 'a b', references: ['a b'] }]);
    expect(report.worst).toMatchObject([{ line: 3, score: 100 }]);
    printed.text = '';
    await evaluate(...flags, ...wanted, '--markdown');
    expect(printed.text).toContain('| source words | sentences | BLEU | chrF2 | chrF2++ | TER |');
    expect(printed.text).toContain('| 3 | 100.00 | 가 | c | q |');
  });

  it('writes the scored lines where asked', async () => {
    const path = file('same', 'One.\n\nThree.');
    await evaluate('--hypothesis', path, '--reference', path, '--output', join(folder, 'out'));
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('One.\n\nThree.\n');
  });

  it.each([
    [
      'different numbers of lines',
      () => ['--hypothesis', file('h', 'a\nb\n'), '--reference', file('r', 'a\n')],
      'got 2 and 1',
    ],
    [
      'a missing file',
      () => ['--hypothesis', join(folder, 'none'), '--reference', file('r', 'a\n')],
      'got nothing there',
    ],
    ['empty files', () => ['--hypothesis', file('h', ''), '--reference', file('r', '')], 'got an empty file'],
    ['neither hypotheses nor a model', () => ['--reference', file('r', 'a\n')], 'got neither'],
    ['a model without a source', () => ['--model', 'm', '--reference', file('r', 'a\n')], 'got --model'],
    ['an unknown tokenization', () => ['--tokenize', 'words', '--reference', 'r'], 'Allowed choices are 13a'],
    [
      'morphemes of Korean',
      () => ['--tokenize', 'ko-mecab', '--reference', 'r'],
      'MeCab with its Korean dictionary, which cannot be had here',
    ],
    [
      'a second reference of other length',
      () => ['--hypothesis', file('h', 'a\n'), '--reference', file('r', 'a\n'), file('q', 'a\nb\n')],
      'got 2 and 1',
    ],
    [
      'two ways to print',
      () => ['--json', '--markdown', '--hypothesis', 'h', '--reference', 'r'],
      'one of --json and --markdown',
    ],
    [
      'one file for two systems',
      () => ['--output', 'o', '--hypothesis', 'h', 'g', '--reference', 'r'],
      'expected one system to write',
    ],
    [
      'an unknown baseline',
      () => {
        const path = file('h', 'a\n');
        return ['--hypothesis', path, path, '--baseline', 'none', '--reference', path];
      },
      'expected one of the systems',
    ],
    ['no references', () => ['--hypothesis', 'h'], 'got neither'],
    ['two kinds of references', () => ['--hypothesis', 'h', '--pairs', 'p', '--reference', 'r'], 'got both'],
    ['pairs of no direction', () => ['--hypothesis', 'h', '--pairs', 'p'], 'expected --to ko or --to en'],
    ['buckets out of order', () => ['--buckets', '5,5', '--reference', 'r'], 'ascending numbers'],
    ['a beam of nothing', () => ['--beam', '0', '--reference', 'r'], 'from 1 to 100'],
  ])('refuses %s', async (_, flags, message) => {
    await expect(evaluate(...flags())).rejects.toThrow(message);
    expect(printed.text).toBe('');
  });
});

describe('ieum evaluate --model', () => {
  it('scores what the model makes of the source, and writes it', async () => {
    const source = file('s', 'it  rains.\n\nthe sun shines today.\n');
    const reference = file('r', 'IT RAINS.\n\nTHE SUN SHINES TODAY.\n');
    const flags = ['--model', 'toy', '--source', source, '--reference', reference, '--beam', '3'];
    await evaluate(...flags, '--json', '--output', join(folder, 'out'));
    expect(JSON.parse(printed.text)).toMatchObject({ chrf: { score: 100 }, sentences: 3 });
    expect(readFileSync(join(folder, 'out'), 'utf8')).toBe('IT RAINS.\n\nTHE SUN SHINES TODAY.\n');
    expect(translator).toEqual({ loaded: ['checkpoints/toy'], beams: [3], disposed: 1 });
  });

  it('takes a file of pairs, whose columns the model tells apart', async () => {
    const pairs = file('p.tsv', 'it rains.\tIT RAINS.\nit snows.\tIT SNOWS.\n');
    await evaluate('--model', 'toy', '--pairs', pairs, '--json');
    expect(JSON.parse(printed.text)).toMatchObject({ chrf: { score: 100 }, sentences: 2 });
    printed.text = '';
    await evaluate(
      '--hypothesis',
      file('h', 'it rains.\nit snows.\n'),
      '--pairs',
      pairs,
      '--to',
      'ko',
      '--json',
    );
    expect(JSON.parse(printed.text)).toMatchObject({ chrf: { score: 100 }, sentences: 2 });
  });

  it('compares what a model makes with a file', async () => {
    const source = file('s', 'it rains.\n');
    const reference = file('r', 'IT RAINS.\n');
    await evaluate(
      '--model',
      'toy',
      '--source',
      source,
      '--hypothesis',
      source,
      '--reference',
      reference,
      '--json',
    );
    const { systems } = JSON.parse(printed.text) as { systems: { name: string; chrf: { score: number } }[] };
    expect(systems.map(({ name }) => name)).toEqual(['s', 'toy']);
    expect(systems[1].chrf.score).toBe(100);
  });

  it('loads no model where the files do not fit together', async () => {
    translator.loaded.length = 0;
    const flags = ['--model', 'toy', '--source', file('s', 'a\n'), '--reference', file('r', 'a\nb\n')];
    await expect(evaluate(...flags)).rejects.toThrow('got 1 and 2');
    expect(translator.loaded).toEqual([]);
  });
});
