/** `.tsv`: the column of the source language is translated into that of the other; without a header, each cell. */
import type { DocumentDirection, DocumentFormat } from './document.js';
import { splitLines } from './lines.js';
import { decodeText, encodeText, hasLetters } from './plain-text.js';

interface Cell {
  line: number;
  /** Where the text comes from, and where its translation goes. */
  from: number;
  to: number;
}

/** The columns that a header names by their languages. */
function columnsOf(
  header: string[],
  { source, target }: DocumentDirection,
): { from: number; to: number } | null {
  const names = header.map((name) => name.trim().toLowerCase());
  const from = names.indexOf(source);
  if (from < 0) return null;
  const to = names.indexOf(target);
  return { from, to: to < 0 ? header.length : to };
}

export const tableFormat: DocumentFormat = {
  extensions: ['.tsv'],
  mediaType: 'text/tab-separated-values; charset=utf-8',
  read(bytes, direction) {
    const decoded = decodeText(bytes);
    const parts = splitLines(decoded.text);
    const rows = parts.map((part, i) => (i % 2 === 0 ? part.split('\t') : [part]));
    const columns = columnsOf(rows[0], direction);
    const cells = rows.flatMap((row, line): Cell[] => {
      if (line % 2 === 1 || (columns && line === 0)) return [];
      if (!columns) return row.flatMap((cell, k) => (hasLetters(cell) ? [{ line, from: k, to: k }] : []));
      const { from, to } = columns;
      // A translation that stands there already is kept.
      return hasLetters(row[from] ?? '') && (row[to] ?? '').trim() === '' ? [{ line, from, to }] : [];
    });
    return {
      segments: cells.map(({ line, from }) => rows[line][from].trim()),
      write: (translated) => {
        const written = rows.map((row) => [...row]);
        if (columns && columns.to === rows[0].length) written[0].push(direction.target);
        cells.forEach(({ line, to }, n) => {
          while (written[line].length <= to) written[line].push('');
          written[line][to] = translated[n].text.replace(/[\t\r\n]+/g, ' ');
        });
        return encodeText(written.map((row) => row.join('\t')).join(''), decoded);
      },
    };
  },
};
