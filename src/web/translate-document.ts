/** A document translated segment by segment, in portions, so that others have their turn and progress can be told. */
import type { TranslatableDocument, TranslatedSegment } from '../documents/document.js';
import { alignWords } from '../documents/alignment.js';
import type { Language } from '../text/language.js';
import type { TranslationService } from './service.js';

export interface DocumentRequest {
  source: Language;
  target: Language;
  model?: string;
  beam?: number;
}

export interface DocumentOptions {
  signal: AbortSignal;
  /** Called after each portion. */
  onProgress?: (done: number, total: number) => void;
}

/** Segments translated at once. */
const PORTION = 32;

/** @returns the document in the other language */
export async function translateDocument(
  service: Pick<TranslationService, 'translateAll'>,
  document: TranslatableDocument,
  { request, signal, onProgress }: DocumentOptions & { request: DocumentRequest },
): Promise<Uint8Array> {
  const distinct = [...new Set(document.segments)];
  const translated = new Map<string, TranslatedSegment>();
  for (let start = 0; start < distinct.length; start += PORTION) {
    onProgress?.(start, distinct.length);
    const portion = distinct.slice(start, start + PORTION);
    const requests = portion.map((text) => ({ ...request, text }));
    const found = await service.translateAll(requests, { signal });
    portion.forEach((segment, i) => {
      translated.set(segment, { text: found[i].text, alignment: alignWords(segment, found[i]) });
    });
  }
  onProgress?.(distinct.length, distinct.length);
  return document.write(
    document.segments.map((segment) => {
      const one = translated.get(segment);
      if (!one) throw new Error('document: expected a translation of each segment, got fewer');
      return one;
    }),
  );
}
