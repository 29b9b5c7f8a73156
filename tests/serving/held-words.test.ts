/** What a translator makes of readings: a model that knows a few words, and one that loses them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { Translator } from '../../src/serving/translator.js';
import type { TranslateOptions } from '../../src/serving/translator.js';
import type { SentenceTranslation } from '../../src/serving/translation.js';
import { groupPieces } from '../../src/text/words.js';
import { decodePieces } from '../../src/tokenizer/tokenizer.js';
import type { Tokenizer } from '../../src/tokenizer/tokenizer.js';
import { ToyModel } from '../search/toy-model.js';
import type { ToyRule } from '../search/toy-model.js';

const PIECES = ['<pad>', '<unk>', '<s>', '</s>'];
const WORDS =
  '톰은 톰을 서울을 300원이다. 간다. 안다. 두 시에 Tom Seoul 300 won goes knows at two o’clock three . the'.split(
    ' ',
  );

/** A piece for each word; a stop is a piece of its own. */
const tokenizer: Tokenizer = {
  size: PIECES.length + WORDS.length,
  hash: '',
  encode: (text) =>
    text
      .split(' ')
      .map((word) => [...PIECES, ...WORDS].indexOf(word))
      .map((id) => Math.max(id, 1)),
  pieces: (ids) => ids.map((id) => PIECES[id] ?? (WORDS[id - 4] === '.' ? '.' : `▁${WORDS[id - 4]}`)),
  decode: (ids) => decodePieces(tokenizer.pieces(ids)),
};

const id = (word: string): number => tokenizer.encode(word)[0];
const OF: Record<string, string> = {
  톰은: 'Tom',
  톰을: 'Tom',
  서울을: 'Seoul',
  '300원이다.': '300',
  '간다.': 'goes',
  '안다.': 'knows',
};

/** Translates word by word and ends with a stop; what it is to lose it writes as `the`, unless it is made not to. */
const wordByWord =
  (lost: string[] = []): ToyRule =>
  (source, prefix) => {
    const at = prefix.length;
    const [word] = source[at] === undefined ? [''] : [WORDS[source[at] - 4]];
    const written = at < source.length - 1 ? (OF[word] ?? 'the') : at === source.length - 1 ? '.' : '</s>';
    const next = written === '</s>' ? 3 : id(lost.includes(written) ? 'the' : written);
    const logits = Array.from({ length: tokenizer.size }, (_, k) => (k === next ? 12 : 0));
    return { logits, attention: source.map((_, t) => (t === Math.min(at, source.length - 1) ? 1 : 0)) };
  };

async function translate(
  source: string,
  { lost, ...options }: TranslateOptions & { lost?: string[] } = {},
): Promise<SentenceTranslation> {
  const translator = new Translator({
    model: new ToyModel(tokenizer.size, wordByWord(lost)),
    name: 'toy',
    direction: { source: 'ko', target: 'en' },
    tokenizers: { source: tokenizer, target: tokenizer },
  });
  const [found] = await translator.translateSentences([source], { beam: 2, ...options });
  return found;
}

beforeAll(async () => {
  await initialiseEngine();
});

describe('a translation with held words', () => {
  it('has the span where the model wrote its placeholder, and shows both', async () => {
    const found = await translate('Jennifer는 간다.');
    const [best] = found.hypotheses;
    expect(found).toMatchObject({ source: 'Jennifer는 간다.', read: '톰은 간다.' });
    expect(best.text).toBe('Jennifer goes.');
    expect(found.sourcePieces).toEqual(['▁톰은', '▁간다.', '</s>']);
    expect(best.pieces).toEqual(['▁Tom', '▁goes', '.', '</s>']);
    expect(groupPieces(found.sourcePieces, found.carried).map(({ text }) => text)).toEqual([
      'Jennifer는',
      '간다.',
      '</s>',
    ]);
    expect(groupPieces(best.pieces, best.carried).map(({ text }) => text)).toEqual([
      'Jennifer',
      'goes.',
      '</s>',
    ]);
    expect(best.attention).toHaveLength(4);
  });

  it('makes one word of what stands for several', async () => {
    const { hypotheses } = await translate('12,900원이다.');
    expect(hypotheses[0].text).toBe('12,900 won.');
  });

  it('searches again, held to it, where the model lost a placeholder', async () => {
    const { hypotheses } = await translate('Jennifer는 Michael을 안다.', { lost: ['Seoul'] });
    expect(hypotheses[0].pieces).toContain('▁Seoul');
    expect(hypotheses[0].text).toMatch(/^Jennifer .*Michael/);
    expect(hypotheses[0].text.match(/Jennifer/g)).toHaveLength(1);
  });

  it('puts a span behind the word that looked at it where nothing else helps', async () => {
    const sampling = { temperature: 0.01, topK: 1, seed: 1 };
    const { hypotheses } = await translate('Jennifer는 Michael을 안다.', {
      lost: ['Tom', 'Seoul'],
      search: { sampling },
    });
    expect(hypotheses[0].text).toBe('the Jennifer the Michael knows.');
  });

  it('gives every hypothesis its spans', async () => {
    const { hypotheses } = await translate('Jennifer는 간다.', { beam: 4, nBest: 4 });
    expect(hypotheses).toHaveLength(4);
    for (const { text, pieces, attention } of hypotheses) {
      expect(text).toContain('Jennifer');
      expect(text).not.toContain('Tom');
      expect(attention).toHaveLength(pieces.length);
    }
  });

  it('gives back marks and moods', async () => {
    expect((await translate('Jennifer는 간다ㅋㅋ')).hypotheses[0].text).toBe('Jennifer goes lol');
    expect((await translate('🎉 Jennifer는 간다.')).hypotheses[0].text).toBe('🎉 Jennifer goes.');
  });

  it('reads a sentence as it stands where that is asked for', async () => {
    const found = await translate('Jennifer는 간다.', { search: { protect: false } });
    expect(found.read).toBeUndefined();
    expect(found.sourcePieces[0]).toBe('<unk>');
    expect(found.hypotheses[0].text).toBe('the goes.');
  });

  it('hands one tree a sentence over, that of the search whose outcome is shown', async () => {
    const sizes: number[] = [];
    await translate('Jennifer는 Michael을 안다.', {
      lost: ['Seoul'],
      onTrace: (_, { nodes }) => sizes.push(nodes.length),
    });
    expect(sizes).toHaveLength(1);
  });
});
