/** `GET /frontend/settings`: what a form for this server must know, in LibreTranslate's format. */
import type { RequestHandler } from 'express';
import { DOCUMENT_EXTENSIONS } from '../../documents/formats.js';
import type { SettingsResponse } from '../api/libretranslate.js';
import { LANGUAGE_NAMES } from '../require-model.js';
import type { Limits } from '../translation-fields.js';

/** How long a form waits after the last letter, in milliseconds. */
const FORM_DELAY = 500;

export function settingsRoute(
  { maximumCharacters }: Limits,
  { suggestions }: { suggestions: boolean },
): RequestHandler {
  const settings: SettingsResponse = {
    charLimit: maximumCharacters,
    frontendTimeout: FORM_DELAY,
    apiKeys: false,
    keyRequired: false,
    suggestions,
    filesTranslation: true,
    supportedFilesFormat: DOCUMENT_EXTENSIONS,
    language: {
      source: { code: 'auto', name: 'Auto Detect' },
      target: { code: 'en', name: LANGUAGE_NAMES.en },
    },
  };
  return (_request, response) => {
    response.json(settings);
  };
}
