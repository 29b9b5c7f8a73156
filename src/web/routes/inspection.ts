/** `POST /v1/step`, `/v1/continue` and `/v1/search`: questions about one sentence. */
import type { RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { directionOf } from '../../serving/passage.js';
import type { InspectionRequest } from '../../serving/inspection.js';
import { continueRequest } from '../api/continuation.js';
import { searchRequest } from '../api/search-tree.js';
import { stepRequest } from '../api/step.js';
import { apiSentence } from '../api-sentence.js';
import { workSignal } from '../leaving.js';
import { readRequest } from '../read-request.js';
import { requireModel } from '../require-model.js';
import type { TranslationService } from '../service.js';
import { checkText } from '../translation-fields.js';
import type { Limits } from '../translation-fields.js';

/** A route that reads its fields, checks the text and the model, and answers what `ask` finds. */
function question<Schema extends z.ZodObject>(
  { service, limits, schema }: { service: TranslationService; limits: Limits; schema: Schema },
  ask: (fields: z.infer<Schema>, options: { signal: AbortSignal }) => Promise<unknown>,
): RequestHandler {
  return async (request, response: Response) => {
    const fields = readRequest(request, schema);
    const asked = fields as unknown as InspectionRequest;
    checkText(asked.text, limits);
    requireModel(service.models(), directionOf(asked));
    response.json(await ask(fields, { signal: workSignal(response, limits.maximumSeconds) }));
  };
}

/** One decoder step with its real numbers. */
export function stepRoute(service: TranslationService, limits: Limits): RequestHandler {
  return question({ service, limits, schema: stepRequest }, (fields, options) =>
    service.step(fields, options),
  );
}

/** The sentence translated on from a beginning, and under other conditions. */
export function continueRoute(service: TranslationService, limits: Limits): RequestHandler {
  return question({ service, limits, schema: continueRequest }, async (fields, options) =>
    apiSentence(await service.continue(fields, options)),
  );
}

/** The search as a tree. */
export function searchRoute(service: TranslationService, limits: Limits): RequestHandler {
  return question({ service, limits, schema: searchRequest }, async (fields, options) => {
    const { translation, ...tree } = await service.searchTree(fields, options);
    return { ...tree, translation: apiSentence(translation) };
  });
}
