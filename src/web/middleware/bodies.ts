/** Reads JSON, form and multipart bodies up to a size that still lets an over-long text be told so in characters. */
import express from 'express';
import type { RequestHandler } from 'express';
import { readMultipart } from '../multipart.js';

/** Parsers for the encodings that the page and LibreTranslate's clients send. */
export function parseBodies(limit: number): RequestHandler[] {
  return [
    express.json({ limit }),
    express.urlencoded({ limit, extended: false }),
    async (request, _response, next) => {
      if (request.is('multipart/form-data')) {
        const { fields } = await readMultipart(request, { fieldBytes: limit, fileBytes: 0 });
        request.body = fields;
      }
      next();
    },
  ];
}
