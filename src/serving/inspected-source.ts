/** The source of a question about one sentence: its ids, and what the attention may look at. */
import { UserError } from '../foundation/errors.js';
import type { AttentionConditions } from '../model/conditioned-model.js';
import { EOS } from '../text/special-pieces.js';
import type { InspectionRequest } from './inspection.js';
import { plainReading } from './reading.js';
import type { Reading } from './reading.js';
import { MAX_SOURCE_PIECES } from './translator.js';
import type { Translator } from './translator.js';

/** The ids of a sentence as it is read, with `</s>`. @throws UserError 413 when it cannot be read at once */
export function sourceIds({ tokenizers }: Pick<Translator, 'tokenizers'>, { text }: Reading): number[] {
  const ids = tokenizers.source.encode(text);
  if (ids.length > MAX_SOURCE_PIECES) {
    throw new UserError(
      `text: expected one sentence of at most ${MAX_SOURCE_PIECES} pieces, got ${ids.length}; look into a part of it`,
      { status: 413 },
    );
  }
  return [...ids, EOS];
}

/** @throws UserError for a position outside the source, or when no piece is left to look at */
export function checkForbidden({ forbiddenSource = [] }: InspectionRequest, length: number): void {
  const wrong = forbiddenSource.find((position) => position >= length);
  if (wrong !== undefined) {
    throw new UserError(`forbiddenSource: expected positions from 0 to ${length - 1}, got ${wrong}`);
  }
  if (new Set(forbiddenSource).size === length) {
    throw new UserError('forbiddenSource: expected at least one source piece to be left, got none');
  }
}

/** How a sentence is read that is asked about; one that needs no model is read as it stands. */
export function inspectedReading(
  translator: Pick<Translator, 'reading'>,
  { text, protect }: Pick<InspectionRequest, 'text' | 'protect'>,
): Reading {
  const reading = translator.reading(text, protect);
  return reading.translation === null ? reading : plainReading(text);
}

/** What the attention is held to. */
export function conditionsOf({ forbiddenSource, attention }: InspectionRequest): AttentionConditions {
  return { forbiddenSource, uniform: attention === 'uniform' };
}
