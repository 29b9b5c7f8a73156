/** The SentencePiece model file: the protobuf message `sentencepiece.ModelProto`, read and written. */
import { readFileSync } from 'node:fs';

import protobuf from 'protobufjs';

import { UserError, messageOf } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import { BOS, EOS, PAD, SPECIAL_PIECES, UNK } from '../text/special-pieces.js';
import { MODEL_SCHEMA } from './model-schema.js';

export type TokenizerAlgorithm = 'bpe' | 'unigram';

/** `SentencePiece.Type` of sentencepiece_model.proto. */
export enum PieceType {
  Normal = 1,
  Unknown = 2,
  Control = 3,
  UserDefined = 4,
  Unused = 5,
  Byte = 6,
}

export interface ScoredPiece {
  piece: string;
  /** Log-probability (unigram) or minus the rank of the merge (BPE). */
  score: number;
  type: PieceType;
}

/** A vocabulary and the algorithm that reads it; a piece's id is its place in `pieces`. */
export interface TokenizerModel {
  algorithm: TokenizerAlgorithm;
  /** The four special pieces first. */
  pieces: ScoredPiece[];
  characterCoverage: number;
}

/** The longest piece, in characters; SentencePiece's `max_sentencepiece_length`. */
export const MAX_PIECE_LENGTH = 16;

const MODEL_TYPES: Record<TokenizerAlgorithm, number> = { unigram: 1, bpe: 2 };

const ModelProto = protobuf.Root.fromJSON(MODEL_SCHEMA).lookupType('sentencepiece.ModelProto');

interface ModelMessage {
  pieces?: Partial<ScoredPiece>[];
  trainerSpec?: { modelType?: number; characterCoverage?: number } | null;
  normalizerSpec?: object | null;
}

/** The pieces that a model begins with: `<pad>`, `<unk>`, `<s>`, `</s>`. */
export function specialPieces(): ScoredPiece[] {
  return SPECIAL_PIECES.map((piece, id) => ({
    piece,
    score: 0,
    type: id === UNK ? PieceType.Unknown : PieceType.Control,
  }));
}

/** The bytes of a model file. Text is taken as it is but for white space (normaliser `identity`). */
export function encodeTokenizerModel(model: TokenizerModel): Uint8Array {
  return ModelProto.encode(
    ModelProto.create({
      pieces: model.pieces,
      trainerSpec: {
        modelType: MODEL_TYPES[model.algorithm],
        vocabSize: model.pieces.length,
        characterCoverage: model.characterCoverage,
        maxSentencepieceLength: MAX_PIECE_LENGTH,
        splitByUnicodeScript: true,
        splitByWhitespace: true,
        splitByNumber: true,
        byteFallback: false,
        padId: PAD,
        unkId: UNK,
        bosId: BOS,
        eosId: EOS,
        padPiece: SPECIAL_PIECES[PAD],
        unkPiece: SPECIAL_PIECES[UNK],
        bosPiece: SPECIAL_PIECES[BOS],
        eosPiece: SPECIAL_PIECES[EOS],
      },
      normalizerSpec: {
        name: 'identity',
        addDummyPrefix: true,
        removeExtraWhitespaces: true,
        escapeWhitespaces: true,
      },
    }),
  ).finish();
}

/**
 * Reads the bytes of a model file.
 * @param name what to call the file in an error
 * @throws UserError when the bytes are no SentencePiece model, or one with other special pieces than Ieum's
 */
export function decodeTokenizerModel(bytes: Uint8Array, name: string): TokenizerModel {
  const message = parse(bytes, name);
  const pieces = (message.pieces ?? []).map(({ piece = '', score = 0, type = PieceType.Normal }) => ({
    piece,
    score,
    type,
  }));
  if (pieces.length === 0 || pieces.some(({ piece }) => piece === ''))
    throw foreign(name, 'no list of pieces');
  // The file ends with the specifications: without them it was cut between two pieces.
  if (!message.trainerSpec || !message.normalizerSpec) throw foreign(name, 'only the beginning of one');
  const modelType = message.trainerSpec.modelType ?? MODEL_TYPES.unigram;
  const algorithm = (['bpe', 'unigram'] as const).find((key) => MODEL_TYPES[key] === modelType);
  if (!algorithm) throw foreign(name, `model type ${modelType}`);
  const first = pieces.slice(0, SPECIAL_PIECES.length).map(({ piece }) => piece);
  if (first.join(' ') !== SPECIAL_PIECES.join(' ')) {
    throw new UserError(
      `${name}: expected the pieces ${SPECIAL_PIECES.join(' ')} as ids 0 to 3, got ${first.join(' ')}; ` +
        `train one with 'ieum tokenizer train'`,
    );
  }
  return { algorithm, pieces, characterCoverage: message.trainerSpec.characterCoverage ?? 0.9995 };
}

function parse(bytes: Uint8Array, name: string): ModelMessage {
  if (bytes.length === 0) throw foreign(name, 'an empty file');
  try {
    return ModelProto.decode(bytes) as ModelMessage;
  } catch (error) {
    throw foreign(name, `something else or a part of one (${messageOf(error)})`);
  }
}

function foreign(name: string, got: string): UserError {
  return new UserError(
    `${name}: expected a SentencePiece model, got ${got}; train one with 'ieum tokenizer train'`,
  );
}

/** Reads a file's bytes. @throws UserError when it cannot be read */
export function readModelBytes(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(
      `${path}: expected a SentencePiece model that can be read, got ${messageOf(error)}; check the path`,
      { cause: error },
    );
  }
}

/** Reads a model file. @throws UserError, naming the path, when it is missing, truncated or foreign */
export function readTokenizerModel(path: string): TokenizerModel {
  return decodeTokenizerModel(readModelBytes(path), path);
}

/** Writes a model file, whole or not at all. */
export function writeTokenizerModel(path: string, model: TokenizerModel): void {
  writeFileAtomically(path, encodeTokenizerModel(model));
}
