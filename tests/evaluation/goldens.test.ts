/** BLEU and chrF equal the Python package's on texts of every kind (goldens made by goldens/make.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bleu, sentenceBleu } from '../../src/evaluation/bleu.js';
import type { BleuScore } from '../../src/evaluation/bleu.js';
import { chrf } from '../../src/evaluation/chrf.js';
import type { ChrfScore } from '../../src/evaluation/chrf.js';
import { TOKENIZATIONS } from '../../src/evaluation/tokenize.js';
import type { Tokenization } from '../../src/evaluation/tokenize.js';

interface Golden {
  name: string;
  hypotheses: string[];
  references: string[];
  bleu: Record<Tokenization, BleuScore>;
  sentenceBleu: BleuScore;
  chrf: Record<'0' | '2', ChrfScore>;
}

const goldens = JSON.parse(
  readFileSync(new URL('./goldens/sacrebleu.golden.json', import.meta.url), 'utf8'),
) as Golden[];

function expectBleu(actual: BleuScore, golden: BleuScore): void {
  expect(actual.score).toBeCloseTo(golden.score, 6);
  expect(actual.brevityPenalty).toBeCloseTo(golden.brevityPenalty, 9);
  actual.precisions.forEach((precision, i) => expect(precision).toBeCloseTo(golden.precisions[i], 6));
  expect(actual).toMatchObject({
    signature: golden.signature,
    hypothesisLength: golden.hypothesisLength,
    referenceLength: golden.referenceLength,
  });
}

describe.each(goldens)('$name', ({ hypotheses, references, ...golden }) => {
  it.each(TOKENIZATIONS)('BLEU, %s', (tokenize) => {
    expectBleu(bleu(hypotheses, references, { tokenize }), golden.bleu[tokenize]);
  });

  it('sentence BLEU', () => {
    expectBleu(sentenceBleu(hypotheses[0], references[0]), golden.sentenceBleu);
  });

  it.each([0, 2] as const)('chrF with words to order %i', (wordOrder) => {
    const actual = chrf(hypotheses, references, { wordOrder });
    expect(actual.score).toBeCloseTo(golden.chrf[wordOrder].score, 6);
    expect(actual.signature).toBe(golden.chrf[wordOrder].signature);
  });
});

describe('misuse', () => {
  it('refuses different numbers of lines', () => {
    expect(() => bleu(['a'], ['a', 'b'])).toThrow('got 1 and 2');
    expect(() => chrf(['a', 'b'], ['a'])).toThrow('got 2 and 1');
  });

  it('refuses nothing at all', () => {
    expect(() => bleu([], [])).toThrow('at least one reference');
    expect(() => chrf([], [])).toThrow('at least one reference');
  });
});
