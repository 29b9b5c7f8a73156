import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { registerEvaluate } from '../../src/commands/evaluate.js';
import { captureOutput, runCommand } from './command-line.js';

/** Stands for a model: turns each line to capitals, in a text with spaces to fold. */
const translator = vi.hoisted(() => ({
  loaded: [] as string[],
  beams: [] as (number | undefined)[],
  disposed: 0,
}));
vi.mock('../../src/serving/models.js', () => ({
  modelAt: (name: string) => ({ name, folder: `checkpoints/${name}` }),
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
    [
      'both',
      () => ['--model', 'm', '--source', 's', '--hypothesis', 'h', '--reference', file('r', 'a\n')],
      'give one of the two',
    ],
    ['an unknown tokenization', () => ['--tokenize', 'words', '--reference', 'r'], 'Allowed choices are 13a'],
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

  it('loads no model where the files do not fit together', async () => {
    translator.loaded.length = 0;
    const flags = ['--model', 'toy', '--source', file('s', 'a\n'), '--reference', file('r', 'a\nb\n')];
    await expect(evaluate(...flags)).rejects.toThrow('got 1 and 2');
    expect(translator.loaded).toEqual([]);
  });
});
