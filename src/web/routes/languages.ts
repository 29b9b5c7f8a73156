/** `GET /languages` in LibreTranslate's format: each language with those it can be put into. */
import type { RequestHandler } from 'express';
import type { TranslationService } from '../service.js';
import { LANGUAGES } from '../../text/language.js';
import { LANGUAGE_NAMES } from '../require-model.js';

/** Languages that a model reads, with the targets of those models. */
export function languagesRoute(service: TranslationService): RequestHandler {
  return (_request, response) => {
    const models = service.models();
    const languages = LANGUAGES.map((code) => ({
      code,
      name: LANGUAGE_NAMES[code],
      targets: [...new Set(models.filter(({ source }) => source === code).map(({ target }) => target))],
    }));
    response.json(languages.filter(({ targets }) => targets.length > 0));
  };
}
