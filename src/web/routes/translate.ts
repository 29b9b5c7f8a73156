/** `POST /translate` in LibreTranslate's wire format: its fields, its answers, its error lines. */
import type { RequestHandler } from 'express';
import { readHtml } from '../../documents/html.js';
import { directionOf } from '../../serving/passage.js';
import type { TranslationRequest } from '../../serving/translation.js';
import { detectLanguage } from '../../text/language.js';
import type { Detection, TranslateResponse } from '../api/libretranslate.js';
import { joinHypotheses } from '../join-hypotheses.js';
import { workSignal } from '../leaving.js';
import { fieldsOf } from '../read-request.js';
import { requireModel } from '../require-model.js';
import type { TranslationService } from '../service.js';
import { translateDocument } from '../translate-document.js';
import { hasWords } from '../translation-fields.js';
import type { Limits } from '../translation-fields.js';
import { readTranslateFields } from '../translate-request.js';
import type { TranslateFields } from '../translate-request.js';

interface Answer {
  translatedText: string;
  detectedLanguage: Detection;
  alternatives: string[];
}

/** A beam that is as wide as usual, or wide enough for what is asked. */
const USUAL_BEAM = 5;

export function detectionOf(text: string): Detection {
  const { language, confidence } = detectLanguage(text);
  return { confidence: Math.round(confidence * 100), language };
}

/** What goes back as it came: it is in the target language already, or has no word. */
const isLeft = (text: string, { source, target }: TranslateFields): boolean =>
  source === target || !hasWords(text);

function requestOf(text: string, { source, target, alternatives }: TranslateFields): TranslationRequest {
  const request: TranslationRequest = { text, source, target };
  if (alternatives === 0) return request;
  return { ...request, nBest: alternatives + 1, beam: Math.max(alternatives + 1, USUAL_BEAM) };
}

const textDecoder = new TextDecoder();
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** LibreTranslate gives no alternatives of markup, and neither is it clear what they would be. */
async function translateMarkup(
  service: TranslationService,
  text: string,
  { direction, signal }: { direction: ReturnType<typeof directionOf>; signal: AbortSignal },
): Promise<Pick<Answer, 'translatedText' | 'alternatives'>> {
  const document = readHtml(text, encode);
  const bytes = await translateDocument(service, document, { request: direction, signal });
  return { translatedText: textDecoder.decode(bytes), alternatives: [] };
}

async function answerAll(
  service: TranslationService,
  fields: TranslateFields,
  signal: AbortSignal,
): Promise<Answer[]> {
  const { texts, format } = fields;
  const wanted = texts.filter((text) => !isLeft(text, fields));
  const requests = wanted.map((text) => requestOf(text, fields));
  for (const request of requests) requireModel(service.models(), directionOf(request));
  const translated = new Map<string, Pick<Answer, 'translatedText' | 'alternatives'>>();
  if (format === 'html') {
    for (const request of requests) {
      const direction = directionOf(request);
      translated.set(request.text, await translateMarkup(service, request.text, { direction, signal }));
    }
  } else if (requests.length > 0) {
    for (const [i, translation] of (await service.translateAll(requests, { signal })).entries()) {
      const alternatives = joinHypotheses(translation).slice(1);
      translated.set(wanted[i], { translatedText: translation.text, alternatives });
    }
  }
  return texts.map((text) => ({
    ...(translated.get(text) ?? { translatedText: text, alternatives: [] }),
    detectedLanguage: detectionOf(text),
  }));
}

/** Translates `q`, a string or a list, from `source` (`auto` tells it) to `target`. */
export function translateRoute(service: TranslationService, limits: Limits): RequestHandler {
  return async (request, response) => {
    const fields = readTranslateFields(fieldsOf(request), limits);
    const answers = await answerAll(service, fields, workSignal(response, limits.maximumSeconds));
    const shaped = <T>(pick: (one: Answer) => T): T | T[] =>
      fields.batch ? answers.map(pick) : pick(answers[0]);
    const body: TranslateResponse = {
      translatedText: shaped(({ translatedText }) => translatedText),
      ...(fields.source === 'auto' && {
        detectedLanguage: shaped(({ detectedLanguage }) => detectedLanguage),
      }),
      ...(fields.alternatives > 0 && {
        alternatives: fields.batch
          ? answers.map(({ alternatives }) => alternatives)
          : answers[0].alternatives,
      }),
    };
    response.json(body);
  };
}
