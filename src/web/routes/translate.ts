/** `POST /translate` in LibreTranslate's wire format: its fields, its answers, its error lines. */
import type { RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';
import type { TranslationService } from '../service.js';
import { directionOf } from '../../serving/passage.js';
import type { TranslationRequest } from '../../serving/translation.js';
import { detectLanguage } from '../../text/language.js';
import type { Language } from '../../text/language.js';
import { joinHypotheses } from '../join-hypotheses.js';
import { leavingSignal } from '../leaving.js';
import { requireModel } from '../require-model.js';
import { MAXIMUM_BEAM } from '../translate-fields.js';
import {
  SOURCE_CHOICES,
  TARGET_CHOICES,
  checkText,
  countCharacters,
  hasWords,
  readInteger,
} from '../translation-fields.js';
import type { Fields, Limits, SourceChoice } from '../translation-fields.js';

interface TranslateFields {
  texts: string[];
  /** Whether `q` came as a list, and lists go back. */
  batch: boolean;
  source: SourceChoice;
  target: Language;
  alternatives: number;
}

interface Answer {
  translatedText: string;
  detectedLanguage: { confidence: number; language: Language };
  alternatives: string[];
}

const bad = (message: string): UserError => new UserError(message);

/** A value as LibreTranslate names it in an error, short and on one line. */
const named = (value: unknown): string =>
  typeof value === 'string' ? value.replace(/\s+/gu, ' ').slice(0, 20) : typeof value;

function readLanguage<T extends string>(fields: Fields, name: string, choices: readonly T[]): T {
  const value = fields[name];
  if (value === undefined || value === '') throw bad(`Invalid request: missing ${name} parameter`);
  const choice = choices.find((one) => one === value);
  if (choice === undefined) throw bad(`${named(value)} is not supported`);
  return choice;
}

function readTexts(q: unknown): { texts: string[]; batch: boolean } {
  if (typeof q === 'string' && q !== '') return { texts: [q], batch: false };
  if (Array.isArray(q) && q.length > 0) {
    if (q.every((text) => typeof text === 'string')) return { texts: q, batch: true };
    throw bad('Invalid request: q must be a string or a list of strings');
  }
  throw bad('Invalid request: missing q parameter');
}

function readFields(fields: Fields, { maximumCharacters }: Limits): TranslateFields {
  const { texts, batch } = readTexts(fields.q);
  const source = readLanguage(fields, 'source', SOURCE_CHOICES);
  const target = readLanguage(fields, 'target', TARGET_CHOICES);
  const format = fields.format ?? 'text';
  if (format !== 'text') throw bad(`${named(format)} format is not supported; send format=text`);
  const count = texts.reduce((sum, text) => sum + countCharacters(text), 0);
  if (count > maximumCharacters) {
    throw bad(`Invalid request: request (${count}) exceeds text limit (${maximumCharacters})`);
  }
  const most = { minimum: 0, maximum: MAXIMUM_BEAM - 1, fallback: 0 };
  return { texts, batch, source, target, alternatives: readInteger(fields, 'alternatives', most) };
}

/** Text that is in the target language already, or a line of a batch without a word, stays as it is. */
async function answer(
  service: TranslationService,
  text: string,
  { source, target, alternatives, batch }: TranslateFields,
  { limits, signal }: { limits: Limits; signal: AbortSignal },
): Promise<Answer> {
  const { language, confidence } = detectLanguage(text);
  const detectedLanguage = { confidence: Math.round(confidence * 100), language };
  const unchanged = { translatedText: text, detectedLanguage, alternatives: [] };
  if (batch && !hasWords(text)) return unchanged;
  checkText(text, limits);
  if (source === target) return unchanged;

  const request: TranslationRequest = { text, source, target };
  if (alternatives > 0) {
    request.nBest = alternatives + 1;
    request.beam = Math.max(request.nBest, 5);
  }
  requireModel(service.models(), directionOf(request));
  const translation = await service.translate(request, { signal });
  const others = joinHypotheses(translation).slice(1);
  return { translatedText: translation.text, detectedLanguage, alternatives: others };
}

/** Translates `q`, a string or a list, from `source` (`auto` tells it) to `target`. */
export function translateRoute(service: TranslationService, limits: Limits): RequestHandler {
  return async (request, response) => {
    const fields = readFields((request.body ?? {}) as Fields, limits);
    const signal = leavingSignal(response);
    const answers: Answer[] = [];
    for (const text of fields.texts) answers.push(await answer(service, text, fields, { limits, signal }));

    const shaped = <T>(pick: (one: Answer) => T): T | T[] =>
      fields.batch ? answers.map(pick) : pick(answers[0]);
    response.json({
      translatedText: shaped(({ translatedText }) => translatedText),
      ...(fields.source === 'auto' && {
        detectedLanguage: shaped(({ detectedLanguage }) => detectedLanguage),
      }),
      ...(fields.alternatives > 0 && { alternatives: shaped(({ alternatives }) => alternatives) }),
    });
  };
}
