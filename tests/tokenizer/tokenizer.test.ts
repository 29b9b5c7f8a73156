/** A loaded tokenizer reads as the reference SentencePiece does, and leaves the process as it was. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/foundation/files.js';
import { BOS, EOS, PAD, UNK } from '../../src/text/special-pieces.js';
import { decodePieces, loadTokenizer } from '../../src/tokenizer/tokenizer.js';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.js';
import { golden, goldens } from './golden-files.js';

describe.each(['bpe', 'unigram'] as const)('a %s model', (algorithm) => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    tokenizer = await loadTokenizer(golden(`${algorithm}.model`));
  });

  it('cuts text as the reference does, also the second time', () => {
    const texts = goldens().map(({ text }) => text);
    const ids = goldens().map((line) => line[algorithm].ids);
    expect(texts.map((text) => tokenizer.encode(text))).toEqual(ids);
    expect(texts.map((text) => tokenizer.encode(text))).toEqual(ids);
  });

  it('joins pieces as the reference does', () => {
    const fold = (text: string): string => text.replace(/ +/g, ' ').trim();
    expect(goldens().map((line) => tokenizer.decode(line[algorithm].ids))).toEqual(
      goldens().map((line) => fold(line[algorithm].decoded)),
    );
  });

  it('normalises what it encodes', () => {
    const text = '저는 음악을 하고 있습니다.';
    const messy = `\uFEFF  ${text.normalize('NFD').replace(' ', '\u3000\n')}\0\uD800 `;
    expect(tokenizer.encode(messy)).toEqual(tokenizer.encode(text));
    expect(tokenizer.decode(tokenizer.encode(messy))).toBe(text);
  });

  it('gives no ids for a text without words', () => {
    for (const text of ['', '  \n', '\u200B\0']) expect(tokenizer.encode(text)).toEqual([]);
  });

  it('reads what has no piece as <unk>, one for a run of characters', () => {
    const ids = tokenizer.encode('🎉☃');
    expect(tokenizer.pieces(ids)).toEqual(['▁', '<unk>']);
    expect(tokenizer.decode(ids)).toBe('⁇');
  });

  it('does not take names of special pieces in a text for the pieces', () => {
    expect(tokenizer.encode('<s> </s> <pad>').filter((id) => [PAD, BOS, EOS].includes(id))).toEqual([]);
  });

  it('drops the special pieces when it decodes', () => {
    const ids = tokenizer.encode('I like it.');
    expect(tokenizer.decode([BOS, ...ids, EOS, PAD, PAD])).toBe('I like it.');
    expect(tokenizer.pieces([PAD, UNK, BOS, EOS])).toEqual(['<pad>', '<unk>', '<s>', '</s>']);
  });

  it('refuses ids that it has not', () => {
    expect(() => tokenizer.decode([tokenizer.size])).toThrow(`expected 0 to ${tokenizer.size - 1}`);
    expect(() => tokenizer.pieces([-1])).toThrow(RangeError);
  });

  it('knows its size and the hash of its file', () => {
    expect(tokenizer.size).toBe(1200);
    expect(tokenizer.hash).toBe(sha256(readFileSync(golden(`${algorithm}.model`))));
  });
});

describe('loading', () => {
  it('keeps the handlers of the process as they were', async () => {
    const mine = (): void => undefined;
    process.on('unhandledRejection', mine);
    const events = ['uncaughtException', 'unhandledRejection'];
    const before = events.map((event) => process.rawListeners(event));
    await Promise.all([loadTokenizer(golden('bpe.model')), loadTokenizer(golden('unigram.model'))]);
    expect(events.map((event) => process.rawListeners(event))).toEqual(before);
    process.off('unhandledRejection', mine);
  });

  it('names a file that is missing', async () => {
    await expect(loadTokenizer('/nowhere/a.model')).rejects.toThrow(
      '/nowhere/a.model: expected a SentencePiece model that can be read',
    );
  });
});

describe('decodePieces', () => {
  it('joins pieces at the space marks', () => {
    expect(decodePieces(['▁나', '는', '▁', '<unk>', '▁간다', '.', '</s>'])).toBe('나는 ⁇ 간다.');
  });
});
