/** Tables for a terminal and for Markdown. */

export interface Table {
  heading: string[];
  rows: string[][];
  /** Columns of numbers stand to the right; all but the first where left out. */
  right?: boolean[];
}

/** Hangul, Han, kana, full-width forms and emoji take two cells of a terminal; marks take none. */
const WIDE =
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60]|\p{Emoji_Presentation}/u;
const NONE = /\p{Mark}|\u200D/u;

/** Cells of a terminal that a text takes. */
export function terminalWidth(text: string): number {
  let width = 0;
  for (const character of text) width += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

function pad(text: string, width: number, right: boolean): string {
  const space = ' '.repeat(Math.max(0, width - terminalWidth(text)));
  return right ? space + text : text + space;
}

const toTheRight = ({ right }: Table, column: number): boolean => right?.[column] ?? column > 0;

/** Columns padded to one width, two spaces between them. */
export function textTable(table: Table): string {
  const lines = [table.heading, ...table.rows];
  const widths = table.heading.map((_, column) =>
    Math.max(...lines.map((row) => terminalWidth(row[column] ?? ''))),
  );
  return lines
    .map((row) =>
      row
        .map((cell, column) => pad(cell, widths[column], toTheRight(table, column)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const escapeCell = (text: string): string => text.replace(/[\\|]/g, '\\$&');

/** A table of GitHub's Markdown. */
export function markdownTable(table: Table): string {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(table.heading.map(escapeCell)),
    line(table.heading.map((_, column) => (toTheRight(table, column) ? '---:' : '---'))),
    ...table.rows.map((row) => line(row.map(escapeCell))),
  ].join('\n');
}
