/** The translation itself as HTML: every word can be pointed at and has the tint of its probability. */
import { pickedOf, separatorOf } from './drawn.js';
import type { DrawnTranslation } from './drawn.js';
import { gridOf } from './grid.js';
import type { Units } from './grid.js';
import { markedLine } from './marked-line.js';

/** Sentence by sentence with the white space between them; tags hide nothing of the text. */
export function translatedText(
  translation: DrawnTranslation,
  { picks, units }: { picks: readonly number[]; units: Units },
): string {
  return translation.sentences
    .map((sentence, index) => {
      const hypothesis = pickedOf(sentence, picks[index]);
      const { rows, probabilities } = gridOf(sentence, hypothesis, units);
      const place = { sentence: index + 1, axis: 'row' } as const;
      return markedLine(hypothesis.text, rows, place, probabilities) + separatorOf(translation, index);
    })
    .join('');
}
