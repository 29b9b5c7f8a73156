/** Test sets translated in a job's own process, by one loaded model after the other. */
import type { TranslateLines } from '../registry/measuring.js';
import { Translator } from '../serving/translator.js';
import { normaliseText } from '../text/normalise.js';

/** Lines as `ieum translate` prints them. */
export const translateLines: TranslateLines = async ({ folder }, sources, { beam, signal, onProgress }) => {
  const translator = await Translator.load(folder);
  try {
    const translations = await translator.translateTexts(sources, { beam, signal, onProgress });
    return translations.map(({ text }) => normaliseText(text));
  } finally {
    translator.dispose();
  }
};
