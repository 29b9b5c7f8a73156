/** `GET /health`: whether the server answers, and with which models; `GET /v1/models`: the models alone. */
import type { RequestHandler } from 'express';
import type { TranslationService } from '../service.js';

/** Always `{ status: 'ok' }` while the server runs, as LibreTranslate says it; the models say what it can do. */
export function healthRoute(service: TranslationService): RequestHandler {
  return (_request, response) => {
    response.json({ status: 'ok', models: service.models() });
  };
}

/** The installed models with their scores. */
export function modelsRoute(service: TranslationService): RequestHandler {
  return (_request, response) => {
    response.json(service.models());
  };
}
