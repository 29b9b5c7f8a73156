/** Test sets translated by the server's worker, a few sentences at a time, so that readers of the page come between. */
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../foundation/errors.js';
import type { TranslationService } from '../serving/service.js';
import { normaliseText } from '../text/normalise.js';
import type { TranslateLines } from './measuring.js';

const PORTION = 32;
/** How long to wait where the translator is full. */
const BUSY_MILLISECONDS = 500;

const isBusy = (error: unknown): boolean =>
  error instanceof UserError && error.status === 503 && error.retryAfter !== undefined;

/** Translates lines with models by their names. */
export function serviceLines(service: Pick<TranslationService, 'translateAll'>): TranslateLines {
  return async ({ name, source, target }, sources, { beam, signal, onProgress }) => {
    const translated: string[] = [];
    while (translated.length < sources.length) {
      const portion = sources.slice(translated.length, translated.length + PORTION);
      const requests = portion.map((text) => ({ text, source, target, model: name, beam }));
      try {
        const found = await service.translateAll(requests, { signal });
        translated.push(...found.map(({ text }) => normaliseText(text)));
        onProgress?.(translated.length, sources.length);
      } catch (error) {
        if (!isBusy(error)) throw error;
        await wait(BUSY_MILLISECONDS, undefined, { signal });
      }
    }
    return translated;
  };
}
