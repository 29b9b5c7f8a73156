/** `GET /attention` and `POST /attention`: a translation as JSON with everything that the page shows of it. */
import type { RequestHandler } from 'express';
import type { TranslationService } from '../service.js';
import { wordAttention } from '../../text/words.js';
import { leavingSignal } from '../leaving.js';
import { translateFields } from '../translate-fields.js';
import type { Fields, Limits } from '../translation-fields.js';

/** Answers with the `Translation` of serving, and for each sentence the attention between words. */
export function attentionRoute(service: TranslationService, limits: Limits): RequestHandler {
  return async (request, response) => {
    const fields = ((request.method === 'POST' ? request.body : request.query) ?? {}) as Fields;
    const signal = leavingSignal(response);
    const translation = await translateFields(service, fields, { limits, signal });
    const sentences = translation.sentences.map((sentence) => {
      const { pieces, attention } = sentence.hypotheses[0];
      return { ...sentence, words: wordAttention(sentence.sourcePieces, pieces, attention) };
    });
    response.json({ ...translation, sentences });
  };
}
