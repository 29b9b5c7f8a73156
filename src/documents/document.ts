/** A file or a piece of markup that is translated with its form kept. */
import type { Language } from '../text/language.js';
import type { Alignment } from './alignment.js';

/** A segment of a document in the other language. */
export interface TranslatedSegment {
  text: string;
  /** Which words of it come from which of the segment's. */
  alignment: Alignment;
}

export interface TranslatableDocument {
  /** Stretches of text that are translated each as a whole; they may hold several sentences. */
  segments: string[];
  /** Puts the document together again. @param translated one for each segment, in their order */
  write(translated: TranslatedSegment[]): Uint8Array;
}

/** From which language a document is translated to which. */
export interface DocumentDirection {
  source: Language;
  target: Language;
}

/** One kind of file. */
export interface DocumentFormat {
  /** With their dot. */
  extensions: readonly string[];
  mediaType: string;
  /** @throws UserError for a file that is damaged or of another kind */
  read(bytes: Uint8Array, direction: DocumentDirection): TranslatableDocument;
}
