/** `GET` and `POST /v1/attention`: a translation as JSON with everything that can be shown of it. */
import type { RequestHandler } from 'express';
import { directionOf } from '../../serving/passage.js';
import { detectLanguage } from '../../text/language.js';
import { attentionRequest } from '../api/attention.js';
import type { AttentionResponse } from '../api/attention.js';
import { apiSentence } from '../api-sentence.js';
import { joinHypotheses } from '../join-hypotheses.js';
import { workSignal } from '../leaving.js';
import { readRequest } from '../read-request.js';
import { requireModel } from '../require-model.js';
import type { TranslationService } from '../service.js';
import { checkText } from '../translation-fields.js';
import type { Limits } from '../translation-fields.js';

export function attentionRoute(service: TranslationService, limits: Limits): RequestHandler {
  return async (request, response) => {
    const { alternatives, scores, beam, protect, ...fields } = readRequest(request, attentionRequest);
    checkText(fields.text, limits);
    const nBest = alternatives + 1;
    const search = protect ? {} : { protect };
    const asked = { ...fields, search, nBest, beam: Math.max(beam, nBest) };
    requireModel(service.models(), directionOf(asked));
    const signal = workSignal(response, limits.maximumSeconds);
    const translation = await service.translate(asked, { signal });
    const { attention } = fields;
    const found = scores ? await service.attentionScores(translation, { attention, protect, signal }) : [];
    const { source, target, model, text, sentences } = translation;
    const body: AttentionResponse = {
      source,
      target,
      model,
      detected: detectLanguage(fields.text),
      text,
      alternatives: alternatives === 0 ? [] : joinHypotheses(translation).slice(1),
      sentences: sentences.map((sentence, i) => apiSentence(sentence, found[i])),
    };
    response.json(body);
  };
}
