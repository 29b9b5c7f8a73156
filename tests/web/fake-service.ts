/** A translation service without a model: known sentences from a phrasebook, others word by word in capitals. */
import { UserError } from '../../src/foundation/errors.js';
import {
  directionOf,
  joinSentences,
  needsTranslation,
  unchangedSentence,
} from '../../src/serving/passage.js';
import type { Hypothesis, SentenceTranslation, TranslationRequest } from '../../src/serving/translation.js';
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
      reject(new UserError('translation: the client left', { status: 499 }));
    });
  });
}

/** @param delay milliseconds that each translation takes; a text that contains `slow` waits to be given up */
export function fakeService({
  models = MODELS,
  delay = 0,
}: { models?: ModelInfo[]; delay?: number } = {}): FakeService {
  const requests: TranslationRequest[] = [];
  let aborted = 0;
  return {
    requests,
    get aborted() {
      return aborted;
    },
    models: () => models,
    async translate(request, { signal } = {}) {
      requests.push(request);
      if (request.text.includes('explode')) throw new Error('secret inside');
      const direction = directionOf(request);
      const time = request.text.includes('slow') ? 120_000 : delay;
      if (time > 0) {
        await wait(time, signal).catch((error: unknown) => {
          aborted += 1;
          throw error;
        });
      }
      const sentences = splitSentences(request.text).map(({ text, separator }) =>
        needsTranslation(text, direction)
          ? { ...translateSentence(text, request.nBest ?? 1), separator }
          : { ...unchangedSentence(text), separator },
      );
      return joinSentences(direction, `${direction.source}-${direction.target}`, sentences);
    },
  };
}
