/** Drawn readings: the usual one without chance, all of them by their probability with it, the same for a seed. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../src/foundation/random.js';
import { SPACE_MARK, UNK } from '../../src/text/special-pieces.js';
import { PieceType, readTokenizerModel, specialPieces } from '../../src/tokenizer/model-file.js';
import type { TokenizerAlgorithm, TokenizerModel } from '../../src/tokenizer/model-file.js';
import { SubwordSampler } from '../../src/tokenizer/subword-sampling.js';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.js';
import { golden, goldens } from './golden-files.js';

const texts = goldens().map(({ text }) => text);

function model(algorithm: TokenizerAlgorithm, pieces: Record<string, number>): TokenizerModel {
  const normal = Object.entries(pieces).map(([piece, score]) => ({ piece, score, type: PieceType.Normal }));
  return { algorithm, pieces: [...specialPieces(), ...normal], characterCoverage: 1 };
}

/** How often each reading was drawn, as a share. */
function shares(sampler: SubwordSampler, text: string, pieces: string[], draws: number): Map<string, number> {
  const random = new Random(5);
  const counts = new Map<string, number>();
  for (let k = 0; k < draws; k++) {
    const reading = sampler.sample(text, random).map((id) => pieces[id]);
    const key = reading.join(' ');
    counts.set(key, (counts.get(key) ?? 0) + 1 / draws);
  }
  return counts;
}

describe('BPE-dropout', () => {
  it('without dropout reads as SentencePiece does', async () => {
    const path = golden('bpe.model');
    const sampler = new SubwordSampler(readTokenizerModel(path), { bpeDropout: 0, unigramAlpha: 0 });
    const tokenizer = await loadTokenizer(path);
    const random = new Random(1);
    for (const text of texts) expect(sampler.sample(text, random)).toEqual(tokenizer.encode(text));
  });

  it('leaves each possible merge out with its rate', () => {
    // ▁ab: the merges a+b (better) and ▁+a; both make ▁ab in the end only by a+b first.
    const toy = model('bpe', { [SPACE_MARK]: -9, a: -8, b: -7, ab: -1, [`${SPACE_MARK}a`]: -2 });
    const pieces = toy.pieces.map(({ piece }) => piece);
    const p = 0.3;
    const drawn = shares(new SubwordSampler(toy, { bpeDropout: p, unigramAlpha: 0 }), 'ab', pieces, 20000);
    expect(drawn.get('▁ ab')).toBeCloseTo(1 - p, 1);
    expect(drawn.get('▁a b')).toBeCloseTo(p * (1 - p), 1);
    expect(drawn.get('▁ a b')).toBeCloseTo(p * p, 1);
  });
});

describe('unigram sampling', () => {
  it('with a large α reads as probably as SentencePiece does', async () => {
    const path = golden('unigram.model');
    const loaded = readTokenizerModel(path);
    const sampler = new SubwordSampler(loaded, { bpeDropout: 0, unigramAlpha: 1000 });
    const tokenizer = await loadTokenizer(path);
    const score = (ids: number[]): number => ids.reduce((sum, id) => sum + loaded.pieces[id].score, 0);
    const random = new Random(1);
    const best = texts.map((text) => tokenizer.encode(text));
    const drawn = texts.map((text) => sampler.sample(text, random));
    drawn.forEach((ids, place) => expect(score(ids)).toBeCloseTo(score(best[place]), 3));
    // Readings of equal probability may differ.
    expect(drawn.filter((ids, place) => ids.join() === best[place].join()).length).toBeGreaterThan(
      0.95 * texts.length,
    );
  });

  it.each([1, 0.5])('with α = %d draws each reading by its probability', (alpha) => {
    const scores = { [SPACE_MARK]: -1, a: -2, b: -2, ab: -3, [`${SPACE_MARK}a`]: -2.5 };
    const toy = model('unigram', scores);
    const readings = { '▁ a b': -5, '▁ ab': -4, '▁a b': -4.5 };
    const total = Object.values(readings).reduce((sum, score) => sum + Math.exp(alpha * score), 0);
    const pieces = toy.pieces.map(({ piece }) => piece);
    const sampler = new SubwordSampler(toy, { bpeDropout: 0, unigramAlpha: alpha });
    const drawn = shares(sampler, 'ab', pieces, 20000);
    for (const [reading, score] of Object.entries(readings)) {
      expect(Math.abs((drawn.get(reading) ?? 0) - Math.exp(alpha * score) / total)).toBeLessThan(0.02);
    }
  });
});

describe.each([
  ['bpe', { bpeDropout: 0.2, unigramAlpha: 0 }],
  ['unigram', { bpeDropout: 0, unigramAlpha: 0.2 }],
] as const)('sampling from a %s model', (algorithm, options) => {
  it('keeps the text, draws other readings, and the same ones for the same seed', async () => {
    const path = golden(`${algorithm}.model`);
    const sampler = new SubwordSampler(readTokenizerModel(path), options);
    const tokenizer = await loadTokenizer(path);
    const draw = (seed: number): number[][] => {
      const random = new Random(seed);
      return texts.map((text) => sampler.sample(text, random));
    };
    const drawn = draw(1);
    expect(draw(1)).toEqual(drawn);
    expect(draw(2)).not.toEqual(drawn);
    drawn.forEach((ids, place) => {
      if (!ids.includes(UNK)) {
        expect(tokenizer.decode(ids)).toBe(tokenizer.decode(tokenizer.encode(texts[place])));
      }
    });
    const longer = drawn.filter((ids, place) => ids.length > tokenizer.encode(texts[place]).length);
    expect(longer.length).toBeGreaterThan(texts.length / 3);
    expect(sampler.sample(' ', new Random(1))).toEqual([]);
  });
});
