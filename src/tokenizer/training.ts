/** Trains a tokenizer on lines of text. */
import { UserError } from '../foundation/errors.js';
import { SPECIAL_PIECES } from '../text/special-pieces.js';
import { trainBpe } from './bpe.js';
import { PieceType, specialPieces } from './model-file.js';
import type { TokenizerAlgorithm, TokenizerModel } from './model-file.js';
import { readTrainingText } from './training-text.js';
import type { TrainingText } from './training-text.js';
import { trainUnigram } from './unigram.js';

export { readTokenizerModel, writeTokenizerModel } from './model-file.js';
export type { TokenizerAlgorithm, TokenizerModel } from './model-file.js';

interface LearnedPiece {
  piece: string;
  score: number;
}

export interface TrainingProgress {
  /** Pieces found (BPE) or percent pruned (unigram), of `total`. */
  done: number;
  total: number;
}

export interface TrainTokenizerOptions {
  algorithm: TokenizerAlgorithm;
  /** Pieces in all, special pieces and single characters included. */
  vocabularySize: number;
  /** Share of the text's characters that get a piece of their own; the rest is `<unk>`. In (0, 1]. */
  characterCoverage?: number;
  onProgress?: (progress: TrainingProgress) => void;
}

/**
 * Trains a vocabulary of exactly `vocabularySize` pieces: four special ones, the learned ones, and the single
 * characters. Deterministic. Pieces stay inside words and inside one script (`training-text.ts`).
 * @throws UserError for options out of range, a text without words, or a size that the text cannot give
 */
export function trainTokenizer(
  lines: Iterable<string>,
  { algorithm, vocabularySize, characterCoverage = 0.9995, onProgress }: TrainTokenizerOptions,
): TokenizerModel {
  checkOptions(vocabularySize, characterCoverage);
  const text = readTrainingText(lines, characterCoverage);
  if (text.segments.length === 0) {
    throw new UserError(
      `training text: expected words, got ${text.lines} lines without any; check the input`,
    );
  }
  const smallest = SPECIAL_PIECES.length + text.characters.length;
  if (vocabularySize < smallest) {
    throw new UserError(
      `vocabulary: expected at least ${smallest} pieces (${SPECIAL_PIECES.length} special ones and ` +
        `${text.characters.length} characters), got ${vocabularySize}; ask for more or for a lower coverage`,
    );
  }
  const learn = algorithm === 'bpe' ? bpePieces : unigramPieces;
  const size = vocabularySize - SPECIAL_PIECES.length;
  const pieces = learn(text, size, onProgress);
  if (pieces.length < size) {
    throw new UserError(
      `vocabulary: expected at most ${SPECIAL_PIECES.length + pieces.length} pieces for this text, ` +
        `got ${vocabularySize}; ask for fewer or give more text`,
    );
  }
  return {
    algorithm,
    pieces: [...specialPieces(), ...pieces.map((piece) => ({ ...piece, type: PieceType.Normal }))],
    characterCoverage,
  };
}

function checkOptions(vocabularySize: number, characterCoverage: number): void {
  if (!Number.isInteger(vocabularySize) || vocabularySize <= SPECIAL_PIECES.length) {
    throw new UserError(
      `vocabulary: expected a whole number above ${SPECIAL_PIECES.length}, got ${vocabularySize}`,
    );
  }
  if (!(characterCoverage > 0 && characterCoverage <= 1)) {
    throw new UserError(`coverage: expected a number above 0 and up to 1, got ${characterCoverage}`);
  }
}

type OnProgress = TrainTokenizerOptions['onProgress'];

/** Merges first, then the characters by frequency; the k-th piece scores -k, as SentencePiece writes it. */
function bpePieces(
  { segments, characters }: TrainingText,
  size: number,
  onProgress: OnProgress,
): LearnedPiece[] {
  const total = size - characters.length;
  const merges = trainBpe(segments, total, (done) => onProgress?.({ done, total }));
  const pieces = [...merges, ...characters.map(({ character }) => character)];
  return pieces.map((piece, index) => ({ piece, score: -index }));
}

/** Progress is how far the seed pieces are pruned, on a scale of logarithms, since each round takes a share. */
function unigramPieces(text: TrainingText, size: number, onProgress: OnProgress): LearnedPiece[] {
  let first: number | undefined;
  return trainUnigram(text, size, (left) => {
    first ??= left;
    const share = first > size ? Math.log(first / left) / Math.log(first / size) : 1;
    onProgress?.({ done: Math.round(Math.min(1, share) * 100), total: 100 });
  });
}
