import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { Translator } from '../../src/serving/translator.js';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.js';
import { ToyModel } from '../search/toy-model.js';
import type { ToyRule } from '../search/toy-model.js';
import { writeTinyCheckpoint } from './tiny-checkpoint.js';

/** One id a word, learned as words come; `decode` turns a word of the source round. */
class WordTokenizer implements Tokenizer {
  readonly hash = '';
  readonly words = ['<pad>', '<unk>', '<s>', '</s>'];
  readonly size = 40;

  encode(text: string): number[] {
    return text.split(' ').map((word) => {
      if (!this.words.includes(word)) this.words.push(word);
      return this.words.indexOf(word);
    });
  }
  pieces(ids: number[]): string[] {
    return ids.map((id) => (id > 3 ? `▁${this.words[id]}` : this.words[id]));
  }
  decode(ids: number[]): string {
    return ids
      .filter((id) => id > 3)
      .map((id) => `<${this.words[id]}>`)
      .join(' ');
  }
}

/** Copies the source piece by piece and looks at each. */
const copying: ToyRule = (source, prefix) => {
  const logits = new Array<number>(40).fill(0);
  logits[source[Math.min(prefix.length, source.length - 1)]] = 20;
  return { logits, attention: source.map((_, t) => (t === prefix.length ? 1 : 0)) };
};

function copyist(): { translator: Translator; model: ToyModel } {
  const model = new ToyModel(40, copying);
  const tokenizer = new WordTokenizer();
  const direction = { source: 'ko', target: 'en' } as const;
  return {
    model,
    translator: new Translator({
      model,
      name: 'copy',
      direction,
      tokenizers: { source: tokenizer, target: tokenizer },
    }),
  };
}

beforeAll(async () => {
  await initialiseEngine();
});

describe('Translator.translateSentences', () => {
  it('restores the order of sources of all lengths', async () => {
    const sources = ['가', '나 다 라', '가 나', '라', '가 나 다 라 마'];
    const found = await copyist().translator.translateSentences(sources, { beam: 2 });
    expect(found.map(({ source }) => source)).toEqual(sources);
    expect(found.map(({ hypotheses: [best] }) => best.text)).toEqual([
      '<가>',
      '<나> <다> <라>',
      '<가> <나>',
      '<라>',
      '<가> <나> <다> <라> <마>',
    ]);
  });

  it('shows the pieces that were read and written, with </s>, and their attention', async () => {
    const [{ sourcePieces, hypotheses }] = await copyist().translator.translateSentences(['가 나'], {
      beam: 3,
      nBest: 2,
    });
    expect(sourcePieces).toEqual(['▁가', '▁나', '</s>']);
    expect(hypotheses).toHaveLength(2);
    expect(hypotheses[0].pieces).toEqual(['▁가', '▁나', '</s>']);
    expect(hypotheses[0].attention).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });

  it('translates equal sentences once', async () => {
    const { translator, model } = copyist();
    const found = await translator.translateSentences(['가', ' 가 ', '가'], { beam: 1 });
    expect(found.map(({ hypotheses: [best] }) => best.text)).toEqual(['<가>', '<가>', '<가>']);
    expect(model.rows).toEqual([1, 1]);
  });

  it.each(['', '🎉🎉', '?!', 'Hello.', '3.14'])('lets %j through as it is', async (source) => {
    const { translator, model } = copyist();
    const [found] = await translator.translateSentences([source]);
    expect(found).toMatchObject({ source, unchanged: true });
    expect(found.hypotheses[0].text).toBe(source);
    expect(found.hypotheses[0].attention).toHaveLength(found.hypotheses[0].pieces.length);
    expect(model.rows).toEqual([]);
  });

  it('cuts a source that is too long into parts and loses nothing', async () => {
    const words = Array.from({ length: 400 }, (_, i) => ['가', '나', '다'][i % 3]);
    const [{ sourcePieces, hypotheses }] = await copyist().translator.translateSentences([words.join(' ')], {
      beam: 1,
    });
    expect(hypotheses[0].text).toBe(words.map((word) => `<${word}>`).join(' '));
    expect(sourcePieces.filter((piece) => piece !== '</s>')).toHaveLength(400);
    for (const row of hypotheses[0].attention) {
      expect(row).toHaveLength(sourcePieces.length);
      expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    }
  });

  it('reports progress up to the end', async () => {
    const seen: [number, number][] = [];
    await copyist().translator.translateSentences(['가', '가 나', '다'], {
      beam: 200,
      onProgress: (done, total) => seen.push([done, total]),
    });
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it('stops between batches when asked', async () => {
    const controller = new AbortController();
    const translating = copyist().translator.translateSentences(['가', '가 나', '다'], {
      beam: 200,
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await expect(translating).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('Translator.translate', () => {
  it('translates a text sentence by sentence and keeps its lines', async () => {
    const text = '가 나.\n\n다! Hello.';
    const found = await copyist().translator.translate({ text, source: 'auto', target: 'en', beam: 1 });
    expect(found).toMatchObject({
      source: 'ko',
      target: 'en',
      model: 'copy',
      text: '<가> <나.>\n\n<다!> Hello.',
    });
    expect(found.sentences.map(({ source }) => source)).toEqual(['가 나.', '다!', 'Hello.']);
  });

  it.each(['', '   \n '])('makes an empty translation of %j', async (text) => {
    const found = await copyist().translator.translate({ text, source: 'ko' });
    expect(found).toMatchObject({ text: '', sentences: [] });
  });

  it('refuses another direction and an over-long text', async () => {
    const { translator } = copyist();
    await expect(translator.translate({ text: 'Hello', source: 'auto' })).rejects.toThrow(
      /^model copy: expected a text to translate from ko to en, got one from en to ko/,
    );
    await expect(translator.translate({ text: '가'.repeat(100_000), source: 'ko' })).rejects.toThrow(
      /^text: /,
    );
  });
});

describe('Translator.load', () => {
  it('loads a checkpoint, translates with it, and frees everything', async () => {
    const folder = await writeTinyCheckpoint();
    const before = tf.memory().numTensors;
    const translator = await Translator.load(folder);
    const { sentences } = await translator.translate({
      text: '저는 학생입니다. 날씨가 좋네요.',
      source: 'auto',
      nBest: 3,
    });
    expect(sentences.map(({ hypotheses }) => hypotheses.length)).toEqual([3, 3]);
    for (const { sourcePieces, hypotheses } of sentences) {
      expect(sourcePieces.at(-1)).toBe('</s>');
      for (const { pieces, attention, stepProbabilities } of hypotheses) {
        expect(attention).toHaveLength(pieces.length);
        expect(stepProbabilities).toHaveLength(pieces.length);
        for (const row of attention) {
          expect(row).toHaveLength(sourcePieces.length);
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4);
        }
      }
    }
    translator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says what is missing', async () => {
    await expect(Translator.load('/nowhere')).rejects.toThrow(
      /^checkpoint \/nowhere: expected a folder with model.json/,
    );
  });
});
