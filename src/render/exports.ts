/** The attention of a sentence as files for other programs: a table and a record. */
import type { DrawnHypothesis, DrawnSentence, DrawnTranslation } from './drawn.js';
import { shownName } from './grid.js';
import type { Grid } from './grid.js';

/** A cell of CSV (RFC 4180): in quotes where it holds a comma, a quote or a line break. */
const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** CSV with a header of source words; a line for each target word: its name, its probability, its weights. */
export function gridCsv({ rows, columns, weights, probabilities }: Grid): string {
  const head = ['', 'probability', ...columns.map(({ text }) => shownName(text))];
  const lines = rows.map(({ text }, row) => [
    shownName(text),
    probabilities[row].toPrecision(4),
    ...weights[row].map((weight) => weight.toFixed(4)),
  ]);
  return [head, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** JSON with the sentence, the hypothesis shown, and the grid as drawn. */
export function gridJson(
  { source, target, model }: DrawnTranslation,
  { source: text, sourcePieces }: DrawnSentence,
  { hypothesis, grid }: { hypothesis: DrawnHypothesis; grid: Grid },
): string {
  const { rows, columns, weights, probabilities } = grid;
  const record = {
    source,
    target,
    model,
    text,
    sourcePieces,
    hypothesis,
    grid: { rows, columns, weights, probabilities },
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
