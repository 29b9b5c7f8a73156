/** Training: BPE finds the pieces of the reference, unigram what a small text is made of. */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/foundation/errors.js';
import { trainBpe } from '../../src/tokenizer/bpe.js';
import { readTokenizerModel, trainTokenizer } from '../../src/tokenizer/training.js';
import type { TokenizerAlgorithm } from '../../src/tokenizer/training.js';
import { golden, goldenLines } from './golden-files.js';

const ALGORITHMS: TokenizerAlgorithm[] = ['bpe', 'unigram'];
const OPTIONS = { vocabularySize: 1200, characterCoverage: 0.99 };
const text = goldenLines('text.txt');

/** A segment of single characters. */
const segment = (word: string, count: number): { characters: string[]; count: number } => ({
  characters: Array.from(word),
  count,
});

describe('BPE', () => {
  it("finds the pieces of the reference's trainer in the same order", () => {
    const { pieces } = trainTokenizer(text, { algorithm: 'bpe', ...OPTIONS });
    expect(pieces.map(({ piece }) => piece)).toEqual(goldenLines('reference-pieces.txt'));
    expect(pieces.slice(4).map(({ score }) => score)).toEqual(pieces.slice(4).map((_, k) => -k));
  });

  it('merges the most frequent pair, of equals the shorter, then the first by spelling', () => {
    expect(trainBpe([segment('cd', 3), segment('ab', 3), segment('xyz', 5)], 4)).toEqual([
      'xy',
      'xyz',
      'ab',
      'cd',
    ]);
  });

  it('joins overlapping pairs from the left and learns nothing from what stands once', () => {
    expect(trainBpe([segment('aaaaa', 2), segment('qr', 1)], 9)).toEqual(['aa', 'aaa', 'aaaaa']);
  });

  it('makes no piece longer than 16 characters', () => {
    const lengths = trainBpe([segment('abcdefghijklmnopqrstuvwxyz', 2)], 99).map((piece) => piece.length);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(16);
    expect(lengths.length).toBeGreaterThan(10);
  });
});

describe('unigram', () => {
  it('finds the words that a text is made of', () => {
    const words = ['강아지', '고양이', '토끼', '거북이'];
    const lines = words.flatMap((a) => words.flatMap((b) => words.map((c) => a + b + c)));
    const { pieces } = trainTokenizer(lines, {
      algorithm: 'unigram',
      vocabularySize: 24,
      characterCoverage: 1,
    });
    expect(pieces.map(({ piece }) => piece)).toEqual(expect.arrayContaining(words));
  });

  it('scores pieces with log-probabilities, the most probable first', () => {
    const { pieces } = trainTokenizer(text, { algorithm: 'unigram', ...OPTIONS });
    const scores = pieces.slice(4).map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const total = scores.reduce((sum, score) => sum + Math.exp(score), 0);
    expect(total).toBeGreaterThan(0.9);
    expect(total).toBeLessThanOrEqual(1);
  });
});

describe.each(ALGORITHMS)('trainTokenizer with %s', (algorithm) => {
  it('gives the model that the goldens were made with', () => {
    const trained = trainTokenizer(text, { algorithm, ...OPTIONS });
    const known = readTokenizerModel(golden(`${algorithm}.model`));
    expect(trained.pieces.map(({ piece, type }) => ({ piece, type }))).toEqual(
      known.pieces.map(({ piece, type }) => ({ piece, type })),
    );
    known.pieces.forEach(({ score }, id) => {
      expect(trained.pieces[id].score).toBeCloseTo(score, 4);
    });
  });

  it('gives exactly the asked number of different pieces, inside words and inside one script', () => {
    const names = trainTokenizer(text, { algorithm, ...OPTIONS }).pieces.map(({ piece }) => piece);
    expect(new Set(names).size).toBe(1200);
    for (const name of names.slice(4)) {
      expect(name).toMatch(/^▁?(?:\p{Script=Hangul}+|\p{Script=Latin}+|\p{Script=Common}*)$/u);
      expect(name.lastIndexOf('▁')).toBeLessThan(1);
    }
  });

  it('says which sizes are possible, and those are', () => {
    const lines = ['가나 가나 다라', 'ab ab ab'];
    const train = (vocabularySize: number): number =>
      trainTokenizer(lines, { algorithm, vocabularySize, characterCoverage: 1 }).pieces.length;
    const possible = (vocabularySize: number): number => {
      try {
        return train(vocabularySize);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        return Number(/expected at (?:most|least) (\d+) pieces/.exec(String(error))?.[1]);
      }
    };
    // Four special pieces, ▁ and the six characters.
    expect(possible(5)).toBe(11);
    expect(train(11)).toBe(11);
    const most = possible(1000);
    expect(most).toBeGreaterThan(11);
    expect(train(most)).toBe(most);
  });

  it('leaves rare characters without a piece', () => {
    const lines = [...Array.from({ length: 100 }, () => '가나다'), '힣'];
    const names = (characterCoverage: number): string[] =>
      trainTokenizer(lines, { algorithm, vocabularySize: 9, characterCoverage }).pieces.map(
        ({ piece }) => piece,
      );
    expect(names(1)).toContain('힣');
    expect(names(0.99)).not.toContain('힣');
  });

  it('refuses texts without words and options out of range', () => {
    const train = (lines: string[], vocabularySize: number, characterCoverage?: number) => (): unknown =>
      trainTokenizer(lines, { algorithm, vocabularySize, characterCoverage });
    expect(train(['', ' ', '\u200B'], 100)).toThrow('expected words, got 3 lines without any');
    expect(train(text, 4)).toThrow('vocabulary: expected a whole number above 4, got 4');
    expect(train(text, 99.5)).toThrow(UserError);
    expect(train(text, 100, 0)).toThrow('coverage: expected a number above 0 and up to 1, got 0');
    expect(train(text, 100, 1.5)).toThrow(UserError);
  });

  it('tells its progress up to the end', () => {
    const shares: number[] = [];
    trainTokenizer(text, {
      algorithm,
      ...OPTIONS,
      onProgress: ({ done, total }) => shares.push(done / total),
    });
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeGreaterThan(0.85);
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });
});
