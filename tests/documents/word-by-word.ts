/** Translates documents word by word, so that it is known where each word of the translation comes from. */
import { alignWords } from '../../src/documents/alignment.js';
import type { TranslatableDocument, TranslatedSegment } from '../../src/documents/document.js';
import { joinSentences } from '../../src/serving/passage.js';
import type { SentenceTranslation } from '../../src/serving/translation.js';
import { splitSentences } from '../../src/text/sentences.js';

const DIRECTION = { source: 'ko', target: 'en' } as const;

/** A sentence whose words stand in another order: `order[j]` is the source word that target word j comes from. */
function sentence(
  source: string,
  separator: string,
  order: (count: number) => number[],
): SentenceTranslation {
  const words = source.split(' ');
  const from = order(words.length);
  const pieces = [...from.map((k) => `▁${words[k].toUpperCase()}`), '</s>'];
  const sourcePieces = [...words.map((word) => `▁${word}`), '</s>'];
  const attention = [...from, words.length].map((peak) =>
    sourcePieces.map((_, k) => (k === peak ? 0.9 : 0.1 / words.length)),
  );
  const text = from.map((k) => words[k].toUpperCase()).join(' ');
  const hypothesis = {
    text,
    pieces,
    score: 0,
    logProbability: 0,
    stepProbabilities: pieces.map(() => 1),
    attention,
  };
  return { source, separator, sourcePieces, hypotheses: [hypothesis] };
}

const asTheyStand = (count: number): number[] => Array.from({ length: count }, (_, k) => k);
export const reversed = (count: number): number[] => asTheyStand(count).reverse();

/** A segment in capitals, its words in their order or another. */
export function translateSegment(segment: string, order = asTheyStand): TranslatedSegment {
  const sentences = splitSentences(segment).map(({ text, separator }) => sentence(text, separator, order));
  const translation = joinSentences(DIRECTION, 'm', sentences);
  return { text: translation.text, alignment: alignWords(segment, translation) };
}

/** The translated document as text. */
export function translateWords(document: TranslatableDocument, order = asTheyStand): string {
  return new TextDecoder().decode(
    document.write(document.segments.map((one) => translateSegment(one, order))),
  );
}
