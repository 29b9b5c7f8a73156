/** A translation service without a model: known sentences from a phrasebook, others word by word in capitals. */
import {
  directionOf,
  joinSentences,
  needsTranslation,
  unchangedSentence,
} from '../../src/serving/passage.js';
import type {
  SearchNode,
  SearchRequest,
  SearchTree,
  StepDetail,
  StepRequest,
} from '../../src/serving/inspection.js';
import type {
  Hypothesis,
  SentenceTranslation,
  Translation,
  TranslationRequest,
} from '../../src/serving/translation.js';
import type { ModelInfo, TranslationService } from '../../src/web/service.js';
import { splitSentences } from '../../src/text/sentences.js';
import { PHRASES } from './phrasebook.js';

const MODELS: ModelInfo[] = [
  { name: 'ko-en', source: 'ko', target: 'en', updates: 1000, scores: [] },
  { name: 'en-ko', source: 'en', target: 'ko', updates: 1000, scores: [] },
];

export interface FakeService extends TranslationService {
  /** Requests in the order they came. */
  readonly requests: TranslationRequest[];
  /** How many requests ended because their client left. */
  readonly aborted: number;
}

/** Attention that peaks at the aligned piece and thins out around it, as a trained model's does. */
function attentionRow(peak: number, length: number, row: number): number[] {
  const spread = 0.45 + 0.25 * ((row * 7) % 4);
  const raw = Array.from({ length }, (_, column) => Math.exp(-Math.abs(column - peak) / spread) + 0.004);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => weight / total);
}

const textOf = (pieces: string[]): string => pieces.join('').replaceAll('▁', ' ').trim();

/** The translation of one sentence, which stands alone. */
function translateSentence(source: string, nBest: number): Omit<SentenceTranslation, 'separator'> {
  const phrase = PHRASES.find(({ text }) => text === source) ?? {
    sourcePieces: source.split(' ').map((word) => `▁${word}`),
    targetPieces: source.split(' ').map((word) => `▁${word.toUpperCase()}`),
    alignment: source.split(' ').map((_, index) => index),
  };
  const sourcePieces = [...phrase.sourcePieces, '</s>'];
  const hypotheses = Array.from({ length: nBest }, (_, rank): Hypothesis => {
    const words = rank === 0 ? phrase.targetPieces : [...phrase.targetPieces, `▁(${rank + 1})`];
    const pieces = [...words, '</s>'];
    const end = sourcePieces.length - 1;
    const peaks = pieces.map((_piece, row) => (row < phrase.alignment.length ? phrase.alignment[row] : end));
    return {
      text: textOf(words),
      pieces,
      score: -0.3 - rank,
      logProbability: -3 - rank,
      stepProbabilities: pieces.map(() => 0.7),
      attention: peaks.map((peak, row) => attentionRow(peak, sourcePieces.length, row)),
    };
  });
  return { source, sourcePieces, hypotheses };
}

/** Waits, unless the client leaves before. */
function wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

/** A sentence's translation, or the sentence itself where there is nothing to translate. */
function sentenceOf(source: string, separator: string, request: TranslationRequest): SentenceTranslation {
  if (!needsTranslation(source, directionOf(request))) return { ...unchangedSentence(source), separator };
  return { ...translateSentence(source, request.nBest ?? 1), separator };
}

/** The numbers of a step, as like a model's as need be. */
function stepOf({ text, pieces, position = pieces.length, candidates = 10 }: StepRequest): StepDetail {
  const { sourcePieces } = translateSentence(text, 1);
  const scores = sourcePieces.map((_, t) => 2 - t);
  const weights = attentionRow(0, sourcePieces.length, position);
  const found = Array.from({ length: candidates }, (_, n) => ({
    piece: `▁next${n}`,
    probability: 0.5 / 2 ** n,
    logit: 5 - n,
  }));
  const piece = pieces[position] ?? null;
  return {
    position,
    previous: position === 0 ? '<s>' : pieces[position - 1],
    piece,
    sourcePieces,
    state: [0.1, -0.2],
    sourceNorms: scores.map(() => 1),
    scores,
    weights,
    context: [0.3, 0.4],
    attentional: [0.5, -0.5],
    normaliser: 6,
    candidates: found,
    written: piece === null ? null : { piece, probability: 0.4, logit: 4.5, rank: 0 },
  };
}

/** A beam that keeps one hypothesis and prunes another at each step. */
function treeOf({ text, beam = 5, lengthPenalty = 1 }: SearchRequest): SearchTree {
  const translation: SentenceTranslation = { ...translateSentence(text, 1), separator: '' };
  const [{ pieces }] = translation.hypotheses;
  const nodes = pieces.flatMap((piece, step): SearchNode[] => {
    const shared = {
      parent: step === 0 ? null : 2 * (step - 1),
      step,
      probability: 0.7,
      logProbability: -step,
      score: -step,
    };
    const last = pieces.length - 1;
    return [
      { ...shared, id: 2 * step, piece, rank: 0, fate: step === last ? 'finished' : 'kept', until: last },
      { ...shared, id: 2 * step + 1, piece: '▁other', rank: 1, fate: 'pruned', until: step },
    ];
  });
  const best = [2 * (pieces.length - 1)];
  return { beam, lengthPenalty, sourcePieces: translation.sourcePieces, nodes, best, translation };
}

/** @param delay milliseconds that each translation takes; a text that contains `slow` waits to be given up */
export function fakeService({
  models = MODELS,
  delay = 0,
}: { models?: ModelInfo[]; delay?: number } = {}): FakeService {
  const requests: TranslationRequest[] = [];
  let aborted = 0;
  /** Takes its time, and notes whether it was given up. */
  async function work(request: TranslationRequest, signal: AbortSignal | undefined): Promise<void> {
    requests.push(request);
    if (request.text.includes('explode')) throw new Error('secret inside');
    const time = request.text.includes('slow') ? 120_000 : delay;
    if (time === 0) return;
    await wait(time, signal).catch((error: unknown) => {
      aborted += 1;
      throw error;
    });
  }
  async function translate(
    request: TranslationRequest,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<Translation> {
    await work(request, signal);
    const direction = directionOf(request);
    const sentences = splitSentences(request.text).map(({ text, separator }) =>
      sentenceOf(text, separator, request),
    );
    const name = request.model ?? `${direction.source}-${direction.target}`;
    return joinSentences(direction, name, sentences);
  }
  return {
    requests,
    get aborted() {
      return aborted;
    },
    waiting: 0,
    models: () => models,
    translate,
    translateAll: (all, options) => Promise.all(all.map((request) => translate(request, options))),
    async step(request, { signal } = {}) {
      await work(request, signal);
      return stepOf(request);
    },
    async continue(request, { signal } = {}) {
      await work(request, signal);
      const sentence = sentenceOf(request.text, '', request);
      const prefix = request.prefix;
      const hypotheses = sentence.hypotheses.map((one) => ({
        ...one,
        pieces: [...prefix, ...one.pieces.slice(prefix.length)],
      }));
      return { ...sentence, hypotheses };
    },
    async searchTree(request, { signal } = {}) {
      await work(request, signal);
      return treeOf(request);
    },
    attentionScores: ({ sentences }) =>
      Promise.resolve(
        sentences.map(({ hypotheses, unchanged }) =>
          hypotheses.map(({ attention }) => (unchanged ? null : attention.map((row) => row.map(Math.log)))),
        ),
      ),
  };
}
