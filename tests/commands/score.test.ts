import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerAlign } from '../../src/commands/align.js';
import { registerScore } from '../../src/commands/score.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { captureOutput, runCommand } from './command-line.js';

let folder: string;
let koreanToEnglish: string;
let englishToKorean: string;
const printed = captureOutput();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-score-'));
  koreanToEnglish = await writeTinyCheckpoint({ parent: folder, name: 'ko-en' });
  englishToKorean = await writeTinyCheckpoint({ parent: folder, name: 'en-ko', source: 'en', seed: 2 });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const PAIRS = '오늘은 날씨가 좋네요.\tThe weather is nice today.\n\n저는 학생입니다.\tI am a student.\n';

const score = (...flags: string[]): Promise<void> => runCommand(registerScore, ['score', ...flags]);
const align = (...flags: string[]): Promise<void> => runCommand(registerAlign, ['align', ...flags]);

interface Sentence {
  words: { word: string; logProbability: number; pieces: object[] }[];
  logProbability: number;
}

describe('ieum score', () => {
  it('prints a line of JSON for each pair, whose words sum to the whole', async () => {
    await score('--model', koreanToEnglish, file('p.tsv', PAIRS), '--json');
    const sentences = printed.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Sentence);
    expect(sentences.map(({ words }) => words.map(({ word }) => word))).toEqual([
      ['The', 'weather', 'is', 'nice', 'today.', '</s>'],
      ['I', 'am', 'a', 'student.', '</s>'],
    ]);
    for (const { words, logProbability } of sentences) {
      const sum = words.reduce((total, word) => total + word.logProbability, 0);
      expect(sum).toBeCloseTo(logProbability, 6);
    }
  });

  it('scores the other side with the model of the other direction, also from two files', async () => {
    await score('--model', englishToKorean, file('p.tsv', PAIRS), '--tsv');
    const fromTable = printed.text;
    expect(fromTable).toMatch(/^sentence\tposition\tword\tlogProbability\tprobability\n1\t1\t오늘은\t-\d/);
    expect(fromTable).toMatch(/\n3\t1\t저는\t/);
    printed.text = '';
    const sides = ['--source', file('s', 'The weather is nice today.\n\nI am a student.\n')];
    sides.push('--target', file('t', '오늘은 날씨가 좋네요.\n\n저는 학생입니다.\n'));
    await score('--model', englishToKorean, ...sides, '--tsv');
    expect(printed.text).toBe(fromTable);
    printed.text = '';
    const turned = PAIRS.replace(/^(.*)\t(.*)$/gm, '$2\tx\t$1');
    await score('--model', englishToKorean, file('q.tsv', turned), '--columns', 'en,note,ko', '--tsv');
    expect(printed.text).toBe(fromTable);
  });

  it('prints a table with running sums and the perplexity, or these alone', async () => {
    await score('--model', koreanToEnglish, file('p.tsv', PAIRS), '--pieces');
    expect(printed.text).toContain('오늘은 날씨가 좋네요.\n  piece');
    expect(printed.text).toMatch(/\n2 sentences, 11 words, \d+ pieces: log P = -\d+\.\d{3}\nperplexity /);
    const tail = printed.text.slice(printed.text.indexOf('2 sentences'));
    printed.text = '';
    await score('--model', koreanToEnglish, file('p.tsv', PAIRS), '--summary');
    expect(printed.text).toBe(tail);
  });

  it.each([
    ['a line of one column', ['p'], 'a\n', 'p line 1: expected 2 columns'],
    ['no pairs', ['p'], '', 'expected sentence pairs, got none'],
    ['two kinds of output', ['p', '--json', '--tsv'], '', 'one of --tsv and --json'],
    ['a side alone', ['--source', 'p'], '', 'got a mixture'],
    ['columns without a language', ['p', '--columns', 'a,b'], '', 'with ko and en among them'],
  ])('refuses %s', async (_, flags, content, message) => {
    file('p', content);
    const placed = flags.map((flag) => (flag === 'p' ? join(folder, 'p') : flag));
    await expect(score('--model', koreanToEnglish, ...placed)).rejects.toThrow(message);
  });

  it('refuses sides of different length', async () => {
    const flags = ['--source', file('s', 'a\nb\n'), '--target', file('t', 'a\n')];
    await expect(score('--model', koreanToEnglish, ...flags)).rejects.toThrow(/as many lines in .*got 1 in/);
  });
});

describe('ieum align', () => {
  it('links every target word once, line by line', async () => {
    await align('--model', koreanToEnglish, file('p.tsv', PAIRS));
    const lines = printed.text.split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[1]).toBe('');
    const targets = lines[0].split(' ').map((link) => Number(link.split('-')[1]));
    expect(targets.sort()).toEqual([0, 1, 2, 3, 4]);
  });

  it('joins both directions, and measures against gold links', async () => {
    const pairs = file('p.tsv', PAIRS);
    const flags = ['--model', koreanToEnglish, '--reverse-model', englishToKorean, pairs];
    await align(...flags, '--symmetrise', 'union');
    const union = printed.text;
    printed.text = '';
    await align(...flags, '--symmetrise', 'intersection', '--json');
    const [first, empty] = printed.text
      .split('\n')
      .slice(0, 2)
      .map((line) => JSON.parse(line) as { source: string[]; links: { source: number; target: number }[] });
    expect(first.source).toEqual(['오늘은', '날씨가', '좋네요.']);
    expect(empty).toEqual({ source: [], target: [], links: [] });
    const all = union.split('\n')[0].split(' ');
    for (const { source, target } of first.links) expect(all).toContain(`${source}-${target}`);
    printed.text = '';
    const gold = file('gold', union);
    await align(...flags, '--symmetrise', 'union', '--gold', gold, '--summary');
    expect(printed.text).toContain('AER 0.0000, precision 1.0000, recall 1.0000');
  });

  it('joins and measures links that are there already', async () => {
    const flags = ['--alignments', file('f', '0-0 1-1\n'), '--reverse-alignments', file('b', '0-0 1-2\n')];
    await align(...flags, '--symmetrise', 'union');
    expect(printed.text).toBe('0-0 1-1 2-1\n');
    printed.text = '';
    const gold = ['--gold', file('gold', '1-1 2?2\n'), '--gold-base', '1'];
    await align(...flags, ...gold, '--symmetrise', 'intersection', '--summary', '--json');
    expect(JSON.parse(printed.text)).toMatchObject({ errorRate: 0, links: 1, sure: 1, possible: 2 });
  });

  it.each([
    ['neither model nor links', [], 'got neither'],
    ['both', ['--model', 'm', '--alignments', 'a'], 'got both'],
    ['a summary of nothing', ['--model', 'm', '--summary'], 'expected --gold FILE'],
    ['a threshold above 1', ['--model', 'm', '--threshold', '1.5'], 'at most 1'],
    ['a reverse model alone', ['--alignments', 'a', '--reverse-model', 'm'], 'expected --model beside it'],
  ])('refuses %s', async (_, flags, message) => {
    await expect(align(...flags)).rejects.toThrow(message);
  });

  it('refuses a reverse model of the same direction, and gold lines for other pairs', async () => {
    const pairs = file('p.tsv', PAIRS);
    const same = ['--model', koreanToEnglish, '--reverse-model', koreanToEnglish, pairs];
    await expect(align(...same)).rejects.toThrow('expected a model from en to ko');
    const links = ['--alignments', file('f', '0-0\n0-0\n')];
    await expect(align(...links, '--gold', file('gold', '0-0\n'))).rejects.toThrow(
      'expected a line for each',
    );
    await expect(align(...links, '--gold', file('gold', '0-0\n\n\n'))).rejects.toThrow('got 3 lines and 2');
  });
});
