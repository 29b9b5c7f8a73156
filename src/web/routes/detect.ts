/** `POST /detect`: which language a text is in, in LibreTranslate's format. */
import type { RequestHandler } from 'express';
import { fieldsOf } from '../read-request.js';
import { readOneText } from '../translate-request.js';
import type { Limits } from '../translation-fields.js';
import { detectionOf } from './translate.js';

/** A list with one entry: the script leaves no doubt that could be ranked. */
export function detectRoute(limits: Limits): RequestHandler {
  return (request, response) => {
    response.json([detectionOf(readOneText(fieldsOf(request), 'q', limits))]);
  };
}
