/** The shipped models on what people type: what must hold whatever a model has learned. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alignWords } from '../../src/documents/alignment.js';
import { Translator } from '../../src/serving/translator.js';
import { repeatsIn } from '../../src/serving/search-settings.js';
import type { Translation } from '../../src/serving/translation.js';
import { groupPieces } from '../../src/text/words.js';
import { PROBES } from './probes.js';

const CHECKPOINTS = fileURLToPath(new URL('../../checkpoints/', import.meta.url));

describe.each([
  ['ko', 'en'],
  ['en', 'ko'],
] as const)('from %s to %s', (source, target) => {
  const probes = PROBES[source];
  let translator: Translator;
  let found: Map<string, Translation>;

  beforeAll(async () => {
    translator = await Translator.load(join(CHECKPOINTS, `${source}-${target}`));
    const translations = await translator.translateTexts(probes.map(({ text }) => text));
    found = new Map(probes.map(({ text }, i) => [text, translations[i]]));
  });
  afterAll(() => {
    translator.dispose();
  });

  const translationOf = (text: string): Translation => {
    const translation = found.get(text);
    if (!translation) throw new Error(`expected a translation of ${text}`);
    return translation;
  };

  it.each(probes)('$text', ({ text, holds = [], is, ends }) => {
    const { text: translation } = translationOf(text);
    expect(translation.trim()).not.toBe('');
    for (const held of holds) expect(translation.split(held)).toHaveLength(2);
    if (is !== undefined) expect(translation).toBe(is);
    if (ends) expect(translation).toMatch(ends);
    expect(repeatsIn(translation)).toBeLessThan(3);
  });

  it('shows pieces with their attention, and words that are those of the texts', () => {
    for (const { text } of probes) {
      for (const sentence of translationOf(text).sentences) {
        const { sourcePieces, carried, hypotheses } = sentence;
        for (const { pieces, attention, text: written, carried: own } of hypotheses) {
          expect(attention).toHaveLength(pieces.length);
          for (const row of attention) expect(row).toHaveLength(sourcePieces.length);
          const words = groupPieces(pieces, own);
          expect(words.at(-1)?.end).toBe(pieces.length);
          for (const word of own ?? []) expect(written).toContain(word.text);
        }
        for (const word of carried ?? []) expect(sentence.source).toContain(word.text);
      }
    }
  });

  it('aligns the words of a document', () => {
    for (const { text, holds = [] } of probes) {
      const translation = translationOf(text);
      const { target: words } = alignWords(text, translation);
      for (const held of holds.filter((one) => /^[\w./:@?&=%$,-]+$/.test(one))) {
        const start = translation.text.indexOf(held);
        expect(
          words.filter((word) => word.start <= start && word.end >= start + held.length),
          `${held} in ${translation.text}`,
        ).not.toEqual([]);
      }
    }
  });
});
