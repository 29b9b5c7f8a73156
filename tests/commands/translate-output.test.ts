import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  attentionFormat,
  attentionSvg,
  attentionTsv,
  writeAttention,
} from '../../src/commands/translate-attention.js';
import { readLineChunks } from '../../src/commands/translate-lines.js';
import { rankLine } from '../../src/commands/translate-ranking.js';
import type { Hypothesis, SentenceTranslation, Translation } from '../../src/serving/translation.js';

function hypothesis(text: string, score = -1): Hypothesis {
  return {
    text,
    pieces: ['▁I', '▁sle', 'ep', '</s>'],
    score,
    logProbability: score,
    stepProbabilities: [1, 1, 1, 1],
    attention: [
      [0.5, 0.25, 0.25],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
}

const SENTENCE: SentenceTranslation = {
  source: '잔다',
  separator: '',
  sourcePieces: ['▁잔', '다', '</s>'],
  hypotheses: [hypothesis('I sleep')],
};
const TRANSLATION: Translation = {
  source: 'ko',
  target: 'en',
  model: 'm',
  text: 'I sleep',
  sentences: [SENTENCE],
};

async function collect(chunks: (Buffer | string)[]): Promise<string[][]> {
  const found: string[][] = [];
  async function* stream(): AsyncGenerator<Buffer | string> {
    for (const chunk of chunks) yield await Promise.resolve(chunk);
  }
  for await (const lines of readLineChunks(stream())) found.push(lines);
  return found;
}

describe('readLineChunks', () => {
  it('gives the lines of each chunk at once, empty ones too', async () => {
    expect(await collect(['a\n\nb\n', 'c\r\n', 'd'])).toEqual([['a', '', 'b'], ['c'], ['d']]);
  });

  it('joins what chunks cut, also inside a character', async () => {
    const bytes = Buffer.from('안녕\n하이\n');
    expect(await collect([bytes.subarray(0, 4), bytes.subarray(4, 9), bytes.subarray(9)])).toEqual([
      ['안녕'],
      ['하이'],
    ]);
  });

  it('gives nothing for nothing', async () => {
    expect(await collect([])).toEqual([]);
  });

  it('names the line that is no UTF-8', async () => {
    await expect(collect(['a\nb\n', Buffer.from([0xc7, 0xd1, 0x0a])])).rejects.toThrow(
      /^standard input, line 3: expected UTF-8/,
    );
  });
});

describe('rankLine', () => {
  it('combines the hypotheses of sentences by the sum of their scores', () => {
    const one = { ...SENTENCE, hypotheses: [hypothesis('A', -1), hypothesis('B', -3)] };
    const two = { ...SENTENCE, hypotheses: [hypothesis('X', -1), hypothesis('Y', -2)] };
    expect(rankLine([one, two], 3)).toEqual([
      { text: 'A X', score: -2 },
      { text: 'A Y', score: -3 },
      { text: 'B X', score: -4 },
    ]);
  });
});

describe('attention files', () => {
  it('reads the format off the name', () => {
    expect(attentionFormat('x/a.SVG')).toBe('svg');
    expect(() => attentionFormat('a.png')).toThrow(
      /^--attention: expected a file that ends in .svg, .json or .tsv/,
    );
  });

  it('writes tables of words whose rows sum to one', () => {
    expect(attentionTsv([TRANSLATION, TRANSLATION])).toBe(
      ['\t잔다\t</s>', 'I\t0.7500\t0.2500', 'sleep\t1.0000\t0.0000', '</s>\t0.0000\t1.0000', '']
        .join('\n')
        .repeat(2)
        .replace('1.0000\n\t', '1.0000\n\n\t'),
    );
  });

  it('draws the sentences below each other in one picture', () => {
    const one = attentionSvg([TRANSLATION]);
    const two = attentionSvg([TRANSLATION, TRANSLATION]);
    expect(one.match(/<svg /g)).toHaveLength(1);
    expect(two.match(/<svg /g)).toHaveLength(3);
    expect(two).toContain('id="sentence-2-title"');
    const height = (svg: string): number => Number(/viewBox="0 0 [\d.]+ ([\d.]+)"/.exec(svg)?.[1]);
    expect(height(two)).toBeGreaterThan(2 * height(one));
  });

  it('writes the translations whole as JSON', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'ieum-')), 'a.json');
    writeAttention(path, 'json', [TRANSLATION]);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual([TRANSLATION]);
  });

  it('says why a file cannot be written', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ieum-')), 'a.json');
    writeAttention(file, 'json', []);
    expect(() => {
      writeAttention(join(file, 'b.json'), 'json', [TRANSLATION]);
    }).toThrow(/^--attention: expected to write .*b.json, got (EEXIST|ENOTDIR)/);
  });
});
