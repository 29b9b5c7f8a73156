/** `GET /openapi.json` (and `/spec`, as LibreTranslate calls it) and `GET /docs`, the page that shows it. */
import type { RequestHandler } from 'express';
import { apiView } from '../api-view.js';
import type { OpenApiDocument } from '../openapi.js';

export function openApiRoute(document: OpenApiDocument): RequestHandler {
  return (_request, response) => {
    response.json(document);
  };
}

/** The document for people: every operation with its fields and answers. */
export function docsRoute(document: OpenApiDocument): RequestHandler {
  const view = apiView(document);
  return (_request, response) => {
    response.render('api', view);
  };
}
