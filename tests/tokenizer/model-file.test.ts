/** The SentencePiece model file: what is written is read back, and nothing else is taken for one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../src/foundation/errors.js';
import {
  PieceType,
  decodeTokenizerModel,
  encodeTokenizerModel,
  readTokenizerModel,
  specialPieces,
  writeTokenizerModel,
} from '../../src/tokenizer/model-file.js';
import type { TokenizerModel } from '../../src/tokenizer/model-file.js';
import { golden } from './golden-files.js';

const folder = mkdtempSync(join(tmpdir(), 'ieum-model-file-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const model: TokenizerModel = {
  algorithm: 'unigram',
  characterCoverage: 0.5,
  pieces: [
    ...specialPieces(),
    { piece: '▁집', score: -1.5, type: PieceType.Normal },
    { piece: '🎉', score: -2.25, type: PieceType.Normal },
  ],
};

describe('a model file', () => {
  it('is read back as it was written', () => {
    const path = join(folder, 'new', 'a.model');
    writeTokenizerModel(path, model);
    expect(readTokenizerModel(path)).toEqual(model);
  });

  it('has the field numbers of sentencepiece_model.proto', () => {
    const bytes = Buffer.from(encodeTokenizerModel({ ...model, pieces: model.pieces.slice(0, 4) }));
    // pieces (1), length 14: piece (1) "<pad>", score (2) 0, type (3) CONTROL
    expect(bytes.subarray(0, 16).toString('hex')).toBe('0a0e0a053c7061643e15000000001803');
    // trainer_spec (2): model_type (3) UNIGRAM, vocab_size (4) 4
    expect(bytes.toString('hex')).toMatch(/12..18012004/);
  });

  it('may leave out what has its default, as the reference does', () => {
    const piece = (text: string, type = ''): string => {
      const hex = Buffer.from(text).toString('hex');
      const body = `0a${(hex.length / 2).toString(16).padStart(2, '0')}${hex}${type}`;
      return `0a${(body.length / 2).toString(16).padStart(2, '0')}${body}`;
    };
    const pieces = ['<pad>', '<unk>', '<s>', '</s>'].map((text) => piece(text, '1803')).join('');
    const bytes = Buffer.from(`${pieces}${piece('a')}12001a00`, 'hex');
    const read = decodeTokenizerModel(bytes, 'x');
    expect(read.algorithm).toBe('unigram');
    expect(read.pieces[4]).toEqual({ piece: 'a', score: 0, type: PieceType.Normal });
  });

  it('is refused by its path when it is missing, a folder, empty or something else', () => {
    const text = join(folder, 'text.model');
    writeFileSync(text, 'Not a model.\n');
    const empty = join(folder, 'empty.model');
    writeFileSync(empty, '');
    for (const path of [join(folder, 'missing.model'), folder, empty, text]) {
      const reading = (): unknown => readTokenizerModel(path);
      expect(reading).toThrow(UserError);
      expect(reading).toThrow(`${path}: expected a SentencePiece model`);
    }
  });

  it('is refused wherever it was cut off', () => {
    const bytes = readFileSync(golden('bpe.model'));
    for (let length = 0; length < bytes.length; length += length < bytes.length - 200 ? 97 : 1) {
      expect(() => decodeTokenizerModel(bytes.subarray(0, length), 'cut'), `${length}`).toThrow(UserError);
    }
  });

  it('is refused with other special pieces', () => {
    const foreign = { ...model, pieces: [model.pieces[1], model.pieces[2], ...model.pieces.slice(3)] };
    expect(() => decodeTokenizerModel(encodeTokenizerModel(foreign), 'x')).toThrow(
      'x: expected the pieces <pad> <unk> <s> </s> as ids 0 to 3, got <unk> <s> </s> ▁집',
    );
  });
});
