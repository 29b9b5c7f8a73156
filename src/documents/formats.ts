/** The kinds of files that can be translated, found by the ending of a file's name. */
import { extname } from 'node:path';
import { UserError } from '../foundation/errors.js';
import type { DocumentFormat } from './document.js';
import { htmlFormat } from './html.js';
import { plainTextFormat } from './lines.js';
import { subtitleFormat } from './subtitles.js';
import { tableFormat } from './table.js';
import { translationMemoryFormat } from './translation-memory.js';
import { wordFormat } from './word-processing.js';

const FORMATS: DocumentFormat[] = [
  plainTextFormat,
  tableFormat,
  translationMemoryFormat,
  wordFormat,
  subtitleFormat,
  htmlFormat,
];

export const DOCUMENT_EXTENSIONS: string[] = FORMATS.flatMap(({ extensions }) => extensions);

/** @throws UserError for a file of another kind */
export function formatOf(name: string): DocumentFormat {
  const extension = extname(name).toLowerCase();
  const format = FORMATS.find(({ extensions }) => extensions.includes(extension));
  if (format) return format;
  throw new UserError(
    `file: expected one that ends in ${DOCUMENT_EXTENSIONS.join(', ')}, got '${extension}'; save it as one of these`,
  );
}
