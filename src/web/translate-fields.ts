/** From the fields of a request to its translation: what the page and its JSON share. */
import type { TranslationService } from './service.js';
import { directionOf } from '../serving/passage.js';
import type { Translation, TranslationRequest } from '../serving/translation.js';
import { requireModel } from './require-model.js';
import {
  SOURCE_CHOICES,
  TARGET_CHOICES,
  checkText,
  readChoice,
  readInteger,
  readText,
} from './translation-fields.js';
import type { Fields, Limits } from './translation-fields.js';

/** Widest beam that a request may ask for. */
export const MAXIMUM_BEAM = 10;

/**
 * Checks the fields `text`, `source`, `target` and `beam` and translates.
 * @throws UserError where a field is wrong, the text cannot be translated or no model is there
 */
export async function translateFields(
  service: TranslationService,
  fields: Fields,
  { limits, signal }: { limits: Limits; signal: AbortSignal },
): Promise<Translation> {
  const text = readText(fields, 'text');
  const choice = readChoice(fields, 'source', SOURCE_CHOICES, 'auto');
  checkText(text, limits);
  const beam = readInteger(fields, 'beam', { minimum: 1, maximum: MAXIMUM_BEAM, fallback: 0 });
  const request: TranslationRequest = { text, source: choice };
  if (fields.target) request.target = readChoice(fields, 'target', TARGET_CHOICES, 'en');
  if (beam > 0) request.beam = beam;
  requireModel(service.models(), directionOf(request));
  return service.translate(request, { signal });
}
