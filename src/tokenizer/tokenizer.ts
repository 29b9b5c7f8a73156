/** A trained tokenizer in use: text to ids and back, by SentencePiece itself (sentencepiece-js). */
import { SentencePieceProcessor } from 'sentencepiece-js';

import { UserError } from '../foundation/errors.js';
import { sha256 } from '../foundation/files.js';
import { normaliseText } from '../text/normalise.js';
import { BOS, EOS, PAD, SPACE_MARK, SPECIAL_PIECES, UNK } from '../text/special-pieces.js';
import { decodeTokenizerModel, readModelBytes } from './model-file.js';
import type { TokenizerModel } from './model-file.js';
import { Spacing } from './spacing.js';

export interface Tokenizer {
  /** Pieces in the vocabulary. */
  readonly size: number;
  /** SHA-256 of the model file, in hexadecimal. */
  readonly hash: string;
  /** The ids of a text, which is normalised first; without BOS and EOS. Empty for a text without words. */
  encode(text: string): number[];
  /** The piece of each id. */
  pieces(ids: number[]): string[];
  /** The text of ids; PAD, BOS and EOS are dropped, UNK becomes `⁇`. */
  decode(ids: number[]): string;
  /** Spaces put back into Korean without any; absent where pieces have no probabilities (BPE). */
  restoreSpaces?(text: string): string;
}

const CONTROL_PIECES = new Set<string>([PAD, BOS, EOS].map((id) => SPECIAL_PIECES[id]));

/** The text of pieces, as SentencePiece joins them: `<pad>`, `<s>`, `</s>` are dropped, `<unk>` becomes `⁇`. */
export function decodePieces(pieces: string[]): string {
  return pieces
    .filter((piece) => !CONTROL_PIECES.has(piece))
    .map((piece) => (piece === SPECIAL_PIECES[UNK] ? ' ⁇ ' : piece))
    .join('')
    .replaceAll(SPACE_MARK, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

/** Words that are remembered with their ids before the memory is emptied. */
const REMEMBERED_WORDS = 200_000;

/**
 * Loads a model file.
 * @throws UserError, naming the path, when it is missing, truncated or no SentencePiece model of Ieum's
 */
export async function loadTokenizer(path: string): Promise<Tokenizer> {
  const bytes = readModelBytes(path);
  const model = decodeTokenizerModel(bytes, path);
  const processor = await loadProcessor(path);
  // sentencepiece-js keeps silent about a file that it could not read.
  if (processor.encodeIds(SPACE_MARK + 'a').length === 0) {
    throw new UserError(
      `${path}: expected a model that SentencePiece can load, got one that encodes nothing`,
    );
  }
  return new SentencePieceTokenizer(processor, model, sha256(bytes));
}

/** What sentencepiece-js adds to the whole process while it loads, and would rethrow every error with. */
const ADDED_HANDLERS = [
  ['uncaughtException', /^function\(ex\)\{if\(!\(ex instanceof ExitStatus\)\)/],
  ['unhandledRejection', /^function\(reason\)\{throw reason\}$/],
] as const;

async function loadProcessor(path: string): Promise<SentencePieceProcessor> {
  const processor = new SentencePieceProcessor();
  try {
    await processor.load(path);
  } finally {
    for (const [event, source] of ADDED_HANDLERS) {
      for (const listener of process.rawListeners(event)) {
        if (source.test(String(listener))) process.removeListener(event, listener as () => void);
      }
    }
  }
  return processor;
}

class SentencePieceTokenizer implements Tokenizer {
  private readonly ofWord = new Map<string, number[]>();
  private readonly names: string[];
  /**
   * Whether a text may be encoded word by word, each distinct word once: merges that stay inside words are the
   * same there, while of two equally probable readings a unigram model takes one by the sums before it.
   */
  private readonly byWord: boolean;
  private readonly spacing: Spacing | null;

  constructor(
    private readonly processor: SentencePieceProcessor,
    model: TokenizerModel,
    readonly hash: string,
  ) {
    this.names = model.pieces.map(({ piece }) => piece);
    this.spacing = model.algorithm === 'unigram' ? new Spacing(model.pieces) : null;
    this.byWord = model.algorithm === 'bpe' && this.names.every((name) => name.lastIndexOf(SPACE_MARK) <= 0);
  }

  get size(): number {
    return this.names.length;
  }

  encode(text: string): number[] {
    const normalised = normaliseText(text);
    if (normalised === '') return [];
    return this.byWord
      ? normalised.split(' ').flatMap((word) => this.encodeWord(word))
      : this.processor.encodeIds(normalised);
  }

  private encodeWord(word: string): number[] {
    let ids = this.ofWord.get(word);
    if (!ids) {
      ids = this.processor.encodeIds(word);
      if (this.ofWord.size >= REMEMBERED_WORDS) this.ofWord.clear();
      this.ofWord.set(word, ids);
    }
    return ids;
  }

  pieces(ids: number[]): string[] {
    return ids.map((id) => this.name(id));
  }

  decode(ids: number[]): string {
    return decodePieces(this.pieces(ids));
  }

  restoreSpaces(text: string): string {
    return this.spacing?.restore(text) ?? text;
  }

  private name(id: number): string {
    const name = this.names[id];
    if (name === undefined) {
      throw new RangeError(`id: expected 0 to ${this.size - 1}, got ${id}`);
    }
    return name;
  }
}
