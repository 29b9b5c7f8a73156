/** A translation as the page shows it: marked text, a heatmap and a table for each sentence. */
import { heatmapSvg } from '../render/heatmap.js';
import type { SentenceTranslation, Translation } from '../serving/translation.js';
import type { Language } from '../text/language.js';
import { wordAttention } from '../text/words.js';
import { markText } from './marked-text.js';
import type { Stretch } from './marked-text.js';
import { LANGUAGE_NAMES } from './require-model.js';
import type { Units } from './translation-fields.js';

export interface SentenceView {
  /** Counted from 1. */
  number: number;
  source: Stretch[];
  target: Stretch[];
  /** White space to the next sentence. */
  separator: string;
  /** Row and column names as shown, end of sentence included. */
  rows: string[];
  columns: string[];
  /** `[rows][columns]`. */
  weights: number[][];
  heatmap: string;
  /** Whether the heatmap is too wide to stand beside the sentence. */
  wide: boolean;
  /** Whether nothing was translated, since the sentence is in the target language or has no words. */
  unchanged: boolean;
  /** Whether the length limit ended the translation before the model did. */
  cut: boolean;
}

export interface ResultView {
  source: Language;
  target: Language;
  sourceName: string;
  targetName: string;
  model: string;
  text: string;
  units: Units;
  sentences: SentenceView[];
}

/** Most columns of a heatmap that leave room for the sentence beside it, on a wide screen. */
const WIDEST_BESIDE = 12;
const EOS_PIECE = '</s>';
const END_LABEL = '⟨end⟩';

const endLabelled = (names: string[]): string[] =>
  names.map((name) => (name === EOS_PIECE ? END_LABEL : name));

/** Rows, columns and weights of a sentence's best hypothesis, in words or as the model's own pieces. */
function gridOf(
  { sourcePieces, hypotheses }: SentenceTranslation,
  units: Units,
): { rows: string[]; columns: string[]; weights: number[][] } {
  const { pieces, attention } = hypotheses[0];
  if (units === 'pieces') return { rows: pieces, columns: sourcePieces, weights: attention };
  const words = wordAttention(sourcePieces, pieces, attention);
  return {
    rows: words.target.map(({ text }) => text),
    columns: words.source.map(({ text }) => text),
    weights: words.attention,
  };
}

function sentenceView(
  sentence: SentenceTranslation,
  index: number,
  { source, target, units }: { source: Language; target: Language; units: Units },
): Omit<SentenceView, 'separator'> {
  const { rows, columns, weights } = gridOf(sentence, units);
  const best = sentence.hypotheses[0];
  const number = index + 1;
  return {
    number,
    source: markText(sentence.source, columns),
    target: markText(best.text, rows),
    unchanged: sentence.unchanged === true,
    rows: endLabelled(rows),
    columns: endLabelled(columns),
    weights,
    heatmap: heatmapSvg({
      rows,
      columns,
      weights,
      rowLanguage: target,
      columnLanguage: source,
      title: `Attention of sentence ${number}, ${LANGUAGE_NAMES[source]} to ${LANGUAGE_NAMES[target]}`,
      id: `heatmap-${number}`,
      standalone: false,
    }),
    wide: columns.length > WIDEST_BESIDE,
    cut: best.pieces.at(-1) !== EOS_PIECE,
  };
}

/** Prepares everything that the result's template writes. */
export function resultView(translation: Translation, units: Units): ResultView {
  const { source, target, model, text } = translation;
  const last = translation.sentences.length - 1;
  return {
    source,
    target,
    sourceName: LANGUAGE_NAMES[source],
    targetName: LANGUAGE_NAMES[target],
    model,
    text,
    units,
    sentences: translation.sentences.map((sentence, index) => ({
      ...sentenceView(sentence, index, { source, target, units }),
      // Sentences that touched in the source are apart in the translation.
      separator: sentence.separator === '' && index < last ? ' ' : sentence.separator,
    })),
  };
}
