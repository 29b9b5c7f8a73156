/** BLEU, chrF and TER equal the Python package's on texts of every kind (goldens made by goldens/make.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bleu, sentenceBleu } from '../../src/evaluation/bleu.js';
import type { BleuOptions, BleuScore } from '../../src/evaluation/bleu.js';
import { chrf } from '../../src/evaluation/chrf.js';
import type { ChrfScore } from '../../src/evaluation/chrf.js';
import type { Score } from '../../src/evaluation/metric.js';
import { SMOOTHINGS } from '../../src/evaluation/smoothing.js';
import { ter } from '../../src/evaluation/ter.js';
import type { TerOptions, TerScore } from '../../src/evaluation/ter.js';
import { TOKENIZATIONS } from '../../src/evaluation/tokenize.js';
import type { Tokenization } from '../../src/evaluation/tokenize.js';

/** Smoothings with a value of their own are named with it, such as `floor 0.5`. */
type Smoothed = Record<string, Score>;

interface Golden {
  name: string;
  hypotheses: string[];
  references: string[];
  bleu: Record<Tokenization, BleuScore>;
  smoothed: Smoothed;
  sentenceBleu: BleuScore;
  sentenceSmoothed: Smoothed;
  chrf: Record<'0' | '2', ChrfScore>;
  ter: Record<string, TerScore>;
}

const goldens = JSON.parse(
  readFileSync(new URL('./goldens/sacrebleu.golden.json', import.meta.url), 'utf8'),
) as Golden[];

const TER_OPTIONS: Record<string, TerOptions> = {
  plain: {},
  normalised: { normalised: true },
  caseSensitive: { caseSensitive: true },
  noPunctuation: { noPunctuation: true },
  all: { normalised: true, noPunctuation: true, asian: true, caseSensitive: true },
  asian: { normalised: true, asian: true },
};

function expectScore(actual: Score, golden: Score): void {
  expect(actual.score).toBeCloseTo(golden.score, 6);
  expect(actual.signature).toBe(golden.signature);
}

function expectBleu(actual: BleuScore, golden: BleuScore): void {
  expectScore(actual, golden);
  expect(actual.brevityPenalty).toBeCloseTo(golden.brevityPenalty, 9);
  actual.precisions.forEach((precision, i) => expect(precision).toBeCloseTo(golden.precisions[i], 6));
  expect(actual).toMatchObject({
    hypothesisLength: golden.hypothesisLength,
    referenceLength: golden.referenceLength,
  });
}

function smoothingOptions(name: string): BleuOptions {
  const [smoothing, value] = name.split(' ');
  return {
    lowercase: true,
    smoothing: SMOOTHINGS.find((one) => one === smoothing),
    smoothingValue: value === undefined ? undefined : Number(value),
  };
}

describe.each(goldens)('$name', ({ hypotheses, references, ...golden }) => {
  it.each(TOKENIZATIONS)('BLEU, %s', (tokenize) => {
    expectBleu(bleu(hypotheses, references, { tokenize }), golden.bleu[tokenize]);
  });

  it('BLEU in small letters, smoothed in every way', () => {
    for (const [name, expected] of Object.entries(golden.smoothed)) {
      expectScore(bleu(hypotheses, references, smoothingOptions(name)), expected);
    }
    for (const [name, expected] of Object.entries(golden.sentenceSmoothed)) {
      expectScore(sentenceBleu(hypotheses[0], references[0], smoothingOptions(name)), expected);
    }
  });

  it('sentence BLEU', () => {
    expectBleu(sentenceBleu(hypotheses[0], references[0]), golden.sentenceBleu);
  });

  it.each([0, 2] as const)('chrF with words to order %i', (wordOrder) => {
    expectScore(chrf(hypotheses, references, { wordOrder }), golden.chrf[wordOrder]);
  });

  it.each(Object.keys(golden.ter))('TER, %s', (name) => {
    const actual = ter(hypotheses, references, TER_OPTIONS[name]);
    expectScore(actual, golden.ter[name]);
    expect(actual).toMatchObject({
      edits: golden.ter[name].edits,
      referenceLength: golden.ter[name].referenceLength,
    });
  });
});

describe('misuse', () => {
  it('refuses different numbers of lines', () => {
    expect(() => bleu(['a'], ['a', 'b'])).toThrow('got 1 and 2');
    expect(() => chrf(['a', 'b'], ['a'])).toThrow('got 2 and 1');
    expect(() => ter(['a', 'b'], ['a'])).toThrow('got 2 and 1');
  });

  it('refuses nothing at all', () => {
    expect(() => bleu([], [])).toThrow('at least one reference');
    expect(() => chrf([], [])).toThrow('at least one reference');
  });
});
