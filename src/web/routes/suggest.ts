/** `POST /suggest`: a better translation, kept for someone to look at. */
import type { RequestHandler } from 'express';
import type { SuggestionStore } from '../../store/suggestions.js';
import { UserError } from '../../foundation/errors.js';
import { fieldsOf } from '../read-request.js';
import { isLocalPath } from '../retraining-fields.js';
import { readLanguages, readOneText } from '../translate-request.js';
import type { Limits } from '../translation-fields.js';

/** Where suggestions go. */
export type Suggestions = Pick<SuggestionStore, 'add'>;

/** @param suggestions null where none are taken */
export function suggestRoute(suggestions: Suggestions | null, limits: Limits): RequestHandler {
  return (request, response) => {
    if (!suggestions) throw new UserError('Suggestions are disabled on this server.', { status: 403 });
    const { back, ...fields } = fieldsOf(request);
    const text = readOneText(fields, 'q', limits);
    const suggestion = readOneText(fields, 's', limits);
    const hasTranslation = fields.translation !== undefined && fields.translation !== '';
    const translation = hasTranslation ? readOneText(fields, 'translation', limits) : null;
    suggestions.add({ text, suggestion, translation, ...readLanguages(fields) });
    if (typeof back === 'string' && isLocalPath(back)) response.redirect(303, back);
    else response.json({ success: true });
  };
}
