/** Questions about a sentence, answered by a real, small model: the numbers must agree with those of its translation. */
import * as tf from '@tensorflow/tfjs-core';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerInspection } from '../../src/serving/inspector.js';
import type { Inspection } from '../../src/serving/inspector.js';
import type {
  ContinueRequest,
  SearchRequest,
  SearchTree,
  StepDetail,
  StepRequest,
} from '../../src/serving/inspection.js';
import { Translator } from '../../src/serving/translator.js';
import type { SentenceTranslation } from '../../src/serving/translation.js';
import { writeTinyCheckpoint } from './tiny-checkpoint.js';

const SOURCE = '저는 학생입니다.';
let folder: string;
let translator: Translator;
let translated: SentenceTranslation;

beforeAll(async () => {
  folder = await writeTinyCheckpoint();
  translator = await Translator.load(folder);
  [translated] = await translator.translateSentences([SOURCE], { beam: 3, nBest: 2 });
});
afterAll(() => {
  translator.dispose();
  rmSync(dirname(folder), { recursive: true });
});

/** Asks as the worker does. */
function ask(
  question: { type: Inspection['type'] } & Record<string, unknown>,
): ReturnType<typeof answerInspection> {
  const job = { id: 0, model: { folder, version: '' }, stop: new SharedArrayBuffer(4), ...question };
  return answerInspection(translator, job as Inspection, { aborted: false });
}

const step = (changes: Partial<StepRequest> = {}): StepDetail => {
  const { pieces } = translated.hypotheses[0];
  return ask({ type: 'step', request: { text: SOURCE, source: 'ko', pieces, ...changes } }) as StepDetail;
};
const continued = (changes: Partial<ContinueRequest> = {}): SentenceTranslation => {
  const request = { text: SOURCE, source: 'ko', prefix: [], beam: 3, ...changes };
  return ask({ type: 'continue', request }) as SentenceTranslation;
};
const scoresOf = (hypotheses: { source: string; pieces: string[] }[]): (number[][] | null)[] =>
  ask({ type: 'scores', attention: 'dot', hypotheses }) as (number[][] | null)[];

const norm = (values: number[]): number => Math.hypot(...values);
const softmax = (scores: number[]): number[] => {
  const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
const close = (found: number[], expected: number[], digits = 4): void => {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], digits);
  });
};

describe('a step', () => {
  it('has the attention and the probability that the translation has there', () => {
    const { pieces, attention, stepProbabilities } = translated.hypotheses[0];
    expect(pieces.length).toBeGreaterThan(2);
    for (const position of [0, 1, pieces.length - 1]) {
      const found = step({ position });
      expect(found).toMatchObject({
        position,
        piece: pieces[position],
        previous: position === 0 ? '<s>' : pieces[position - 1],
        sourcePieces: translated.sourcePieces,
      });
      close(found.weights, attention[position]);
      expect(found.written?.probability).toBeCloseTo(stepProbabilities[position], 4);
      expect(found.written?.piece).toBe(pieces[position]);
    }
  });

  it('follows Luong’s equations from number to number', () => {
    const { scores, weights, state, sourceNorms, context, attentional, candidates, normaliser } = step({
      position: 2,
    });
    close(weights, softmax(scores), 5);
    // |h · h_s| ≤ ‖h‖ ‖h_s‖, and a weighted mean is no longer than the longest.
    scores.forEach((score, t) => {
      expect(Math.abs(score)).toBeLessThanOrEqual(norm(state) * sourceNorms[t] + 1e-5);
    });
    expect(norm(context)).toBeLessThanOrEqual(Math.max(...sourceNorms) + 1e-5);
    expect(Math.max(...attentional.map(Math.abs))).toBeLessThan(1);
    expect([state.length, context.length, attentional.length]).toEqual([16, 16, 16]);
    expect(candidates).toHaveLength(10);
    for (const { logit, probability } of candidates)
      expect(probability).toBeCloseTo(Math.exp(logit - normaliser), 6);
    const probabilities = candidates.map(({ probability }) => probability);
    expect(probabilities).toEqual([...probabilities].sort((a, b) => b - a));
  });

  it('ranks the piece that was written among all', () => {
    const { candidates } = step({ position: 1, candidates: 5 });
    const { pieces } = translated.hypotheses[0];
    const found = step({ pieces: [pieces[0], candidates[3].piece], position: 1 });
    expect(found.written).toEqual({ ...candidates[3], rank: 3 });
  });

  it('shows the step behind the last piece where none is named', () => {
    const { pieces } = translated.hypotheses[0];
    const found = step({ pieces: pieces.slice(0, 2) });
    expect([found.position, found.piece, found.written]).toEqual([2, null, null]);
  });

  it('does not look at what is forbidden, and still tells its score', () => {
    const free = step({ position: 0 });
    const held = step({ position: 0, forbiddenSource: [1] });
    expect(held.weights[1]).toBe(0);
    close(held.scores, free.scores, 4);
    close(held.weights, softmax(free.scores.map((score, t) => (t === 1 ? -Infinity : score))), 4);
  });

  it('looks everywhere alike without attention', () => {
    const { weights } = step({ position: 1, attention: 'uniform' });
    close(
      weights,
      weights.map(() => 1 / weights.length),
      6,
    );
    const held = step({ position: 1, attention: 'uniform', forbiddenSource: [0] });
    expect(held.weights[0]).toBe(0);
    expect(held.weights[1]).toBeCloseTo(1 / (weights.length - 1), 6);
  });

  it('frees all that it computes', () => {
    step();
    const before = tf.memory().numTensors;
    step({ position: 2, forbiddenSource: [0] });
    scoresOf([{ source: SOURCE, pieces: ['</s>'] }]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [
      { pieces: ['nonsense'] },
      /^pieces: expected pieces of the model's vocabulary as it names them, got 'nonsense'/,
    ],
    [{ pieces: [], position: 1 }, /^position: expected one from 0 to 0/],
    [{ forbiddenSource: [99] }, /^forbiddenSource: expected positions from 0 to/],
    [{ forbiddenSource: Array.from({ length: 99 }, (_, i) => i) }, /^forbiddenSource: /],
    [{ text: '학교에 '.repeat(300).trim() }, /^text: expected one sentence of at most 160 pieces/],
  ])('refuses what makes no sense (%#)', (changes, message) => {
    expect(() => step(changes)).toThrow(message);
  });
});

describe('scores', () => {
  it('are those whose softmax is the attention, for hypotheses of all lengths at once', () => {
    const hypotheses = translated.hypotheses.map(({ pieces }) => ({ source: SOURCE, pieces }));
    const found = scoresOf(hypotheses);
    translated.hypotheses.forEach(({ attention }, rank) => {
      expect(found[rank]).toHaveLength(attention.length);
      attention.forEach((row, u) => {
        close(softmax(found[rank]?.[u] ?? []), row);
      });
    });
  });

  it('are not told where a source was read in parts', () => {
    const source = '학교에 '.repeat(300).trim();
    const [one] = scoresOf([{ source, pieces: ['</s>', '</s>'] }]);
    expect(one).toBeNull();
  });
});

describe('a continuation', () => {
  it('without conditions is the translation', () => {
    const { hypotheses } = continued({ nBest: 2 });
    expect(hypotheses.map(({ text }) => text)).toEqual(translated.hypotheses.map(({ text }) => text));
  });

  it('begins with the pieces and the text that were given', () => {
    const { candidates } = step({ position: 0 });
    const prefix = [candidates[4].piece];
    const { hypotheses } = continued({ prefix });
    expect(hypotheses[0].pieces[0]).toBe(prefix[0]);
    expect(hypotheses[0].stepProbabilities[0]).toBeCloseTo(candidates[4].probability, 4);
    expect(continued({ prefixText: 'The weather' }).hypotheses[0].text).toMatch(/^The weather/);
  });

  it('does not look at forbidden source pieces', () => {
    for (const { attention } of continued({ forbiddenSource: [0, 2], nBest: 3 }).hypotheses) {
      for (const row of attention) expect([row[0], row[2]]).toEqual([0, 0]);
    }
  });

  it('leaves banned words out and brings required ones', () => {
    const [word] = translated.hypotheses[0].text.split(' ');
    expect(continued({ banned: [word, ' '] }).hypotheses[0].text.split(' ')).not.toContain(word);
    expect(continued({ required: ['school'] }).hypotheses[0].text).toContain('school');
  });

  it('draws the same for the same seed, and flattens by temperature', () => {
    const draw = (seed: number): string =>
      continued({ sample: true, seed, temperature: 1.5 }).hypotheses[0].text;
    expect(draw(3)).toBe(draw(3));
    expect(new Set([1, 2, 3, 4, 5].map(draw)).size).toBeGreaterThan(1);
    const greatest = (temperature: number): number =>
      continued({ temperature, candidates: 1 }).hypotheses[0].candidates?.[0][0].probability ?? 0;
    expect(greatest(0.5)).toBeGreaterThan(greatest(1));
    expect(greatest(2)).toBeLessThan(greatest(1));
  });

  it('refuses a beginning that ends the sentence', () => {
    expect(() => continued({ prefix: ['</s>'] })).toThrow(/^prefix: expected pieces before the end/);
  });
});

describe('the tree of a search', () => {
  it('leads to the hypotheses that the search returned', () => {
    const request: SearchRequest = { text: SOURCE, source: 'ko', beam: 3, nBest: 2 };
    const tree = ask({ type: 'search', request }) as SearchTree;
    expect(tree.beam).toBe(3);
    expect(tree.translation.hypotheses.map(({ text }) => text)).toEqual(
      translated.hypotheses.map(({ text }) => text),
    );
    tree.best.forEach((last, rank) => {
      const pieces: string[] = [];
      for (let id: number | null = last; id !== null; id = tree.nodes[id].parent)
        pieces.unshift(tree.nodes[id].piece);
      expect(pieces).toEqual(tree.translation.hypotheses[rank].pieces);
    });
    tree.nodes.forEach(({ id, parent }, i) => {
      expect(id).toBe(i);
      expect(parent ?? -1).toBeLessThan(id);
    });
    expect(tree.nodes.some(({ fate }) => fate === 'pruned')).toBe(true);
  });
});

describe('questions about a sentence that is read otherwise than it stands', () => {
  const text = '저는 Jennifer와 오늘 학교에 갑니다ㅋㅋ';
  let own: SentenceTranslation;
  beforeAll(async () => {
    [own] = await translator.translateSentences([text], { beam: 3 });
  });

  it('are about what was read', () => {
    const { pieces, attention } = own.hypotheses[0];
    expect(own.read).toMatch(/^저는 \S+ 오늘 학교에 갑니다\.$/);
    const { sourcePieces, weights } = step({ text, pieces, position: 1 });
    expect(sourcePieces).toEqual(own.sourcePieces);
    close(weights, attention[1]);
    const [scores] = ask({
      type: 'scores',
      attention: 'dot',
      protect: true,
      hypotheses: [{ source: text, pieces }],
    }) as number[][][];
    close(softmax(scores[1]), attention[1]);
  });

  it('and their answers hold what the sentence holds', () => {
    const found = continued({ text });
    expect(found.sourcePieces).toEqual(own.sourcePieces);
    expect(found.hypotheses[0].text).toContain('Jennifer');
    expect(found.hypotheses[0].text).toMatch(/ lol$/);
    const plain = continued({ text, protect: false });
    expect(plain.read).toBeUndefined();
    expect(plain.sourcePieces).not.toEqual(own.sourcePieces);
  });
});
