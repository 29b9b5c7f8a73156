/** Given translations read word by word: the chain rule holds, batches change nothing, the order is kept. */
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchSources } from '../../src/model/source-batch.js';
import { loadCheckpoint } from '../../src/model/checkpoint.js';
import { ForcedDecoder } from '../../src/scoring/forced-decoder.js';
import type { ForcedDecoding, GivenPair } from '../../src/scoring/forced-decoder.js';
import { ScoreSums, sentenceScore, wordsAsWritten } from '../../src/scoring/word-scores.js';
import { BOS, EOS } from '../../src/text/special-pieces.js';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';

const PAIRS: GivenPair[] = [
  { source: '오늘은 날씨가 좋네요.', target: 'The weather is nice today.' },
  { source: '저는  학생입니다.', target: 'I am  a student.' },
  { source: '', target: '' },
  { source: '학교에 갑니다.', target: 'I go to school today. It is nice.' },
];

let folder: string;
let decoder: ForcedDecoder;
beforeAll(async () => {
  folder = await writeTinyCheckpoint();
  decoder = await ForcedDecoder.load(folder);
});
afterAll(() => {
  decoder.dispose();
  rmSync(dirname(folder), { recursive: true });
});

async function decode(pairs: GivenPair[]): Promise<ForcedDecoding[]> {
  const found: ForcedDecoding[] = [];
  for await (const decoding of decoder.decode(pairs)) found.push(decoding);
  return found;
}

describe('a forced decoder', () => {
  it('gives each piece the probability that the step before it gives', async () => {
    const [{ logProbabilities, targetPieces }] = await decode([PAIRS[0]]);
    const { model, tokenizerPaths } = await loadCheckpoint(folder);
    const source = [...(await loadTokenizer(tokenizerPaths.source)).encode(PAIRS[0].source), EOS];
    const target = (await loadTokenizer(tokenizerPaths.target)).encode(PAIRS[0].target);
    const encoding = model.encode(batchSources([source]));
    let state = encoding.state;
    const expected = [...target, EOS].map((id, u) => {
      const step = model.step(tf.tensor1d([u === 0 ? BOS : target[u - 1]], 'int32'), state, encoding);
      state = step.state;
      return tf.logSoftmax(step.logits).dataSync()[id];
    });
    expect(targetPieces.at(-1)).toBe('</s>');
    expect(logProbabilities).toHaveLength(expected.length);
    expected.forEach((value, u) => expect(logProbabilities[u]).toBeCloseTo(value, 4));
    model.dispose();
  });

  it('gives the same for pairs together as for each alone, in their order', async () => {
    const together = await decode(PAIRS);
    expect(together.map(({ target }) => target)).toEqual([
      'The weather is nice today.',
      'I am a student.',
      '',
      'I go to school today. It is nice.',
    ]);
    for (const [i, pair] of PAIRS.entries()) {
      const [alone] = await decode([pair]);
      expect(together[i].targetPieces).toEqual(alone.targetPieces);
      alone.logProbabilities.forEach((value, u) =>
        expect(together[i].logProbabilities[u]).toBeCloseTo(value, 4),
      );
      alone.attention.forEach((row, u) => {
        expect(row).toHaveLength(alone.sourcePieces.length);
        expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
        row.forEach((weight, t) => expect(together[i].attention[u][t]).toBeCloseTo(weight, 5));
      });
    }
  });

  it('keeps the order over more pairs than are sorted at once, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const many = Array.from({ length: 600 }, (_, i) => ({
      source: '오늘',
      target: `I ${'a '.repeat(i % 5)}${i}`,
    }));
    const found = await decode(many);
    expect(found.map(({ target }) => target)).toEqual(many.map(({ target }) => target));
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('scores of words', () => {
  const decoding: ForcedDecoding = {
    source: '저는',
    target: 'I am ☂.',
    sourcePieces: ['▁저는', '</s>'],
    targetPieces: ['▁I', '▁a', 'm', '▁', '<unk>', '.', '</s>'],
    logProbabilities: [-1, -2, -0.5, -0.25, -4, -0.125, -0.125],
    attention: [],
  };

  it('sum those of their pieces, and their sum is that of the sentence', () => {
    const { words, logProbability, perplexity } = sentenceScore(decoding);
    expect(words.map(({ word, logProbability: value }) => [word, value])).toEqual([
      ['I', -1],
      ['am', -2.5],
      ['☂.', -4.375],
      ['</s>', -0.125],
    ]);
    expect(words[1].probability).toBeCloseTo(Math.exp(-2) * Math.exp(-0.5), 12);
    expect(logProbability).toBe(-8);
    expect(perplexity).toBeCloseTo(Math.exp(8 / 7), 12);
  });

  it('are summed over a corpus by piece, word and character', () => {
    const sums = new ScoreSums();
    sums.add(sentenceScore(decoding));
    sums.add(sentenceScore(decoding));
    const totals = sums.totals();
    expect(totals).toMatchObject({ sentences: 2, words: 8, pieces: 14, characters: 14, logProbability: -16 });
    expect(totals.perplexity).toBeCloseTo(Math.exp(16 / 14), 12);
    expect(totals.wordPerplexity).toBeCloseTo(Math.exp(2), 12);
    expect(totals.bitsPerCharacter).toBeCloseTo(16 / Math.log(2) / 14, 12);
  });

  it('show words as written only where they are as many', () => {
    expect(wordsAsWritten('a b', ['a', '⁇', '</s>'])).toEqual(['a', 'b', '</s>']);
    expect(wordsAsWritten('a b c', ['a', '⁇', '</s>'])).toEqual(['a', '⁇', '</s>']);
    expect(wordsAsWritten('', ['</s>'])).toEqual(['</s>']);
  });
});
