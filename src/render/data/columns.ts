/** Which column of a file holds which language: told by its first lines, or chosen by whoever sends it. */
import { languageOfLabel } from '../../text/language-names.js';
import type { Language } from '../../text/language.js';
import { escapeXml } from '../xml.js';

export type Use = Language | '';

/** The first rows of a file. */
export interface FirstRows {
  /** Keys of JSON, in whose place columns have none. */
  keys: string[] | null;
  rows: string[][];
}

const MOST_ROWS = 4;
const MOST_COLUMNS = 12;

const HANGUL = /\p{Script=Hangul}/gu;
const LATIN = /\p{Script=Latin}/gu;

/** Cells of a line of CSV, `""` in quotes standing for a quote. */
function csvCells(line: string, delimiter: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const isQuote = line[i] === '"';
    if (isQuote && isQuoted && line[i + 1] === '"') {
      cells[cells.length - 1] += '"';
      i += 1;
    } else if (isQuote) isQuoted = !isQuoted;
    else if (line[i] === delimiter && !isQuoted) cells.push('');
    else cells[cells.length - 1] += line[i];
  }
  return cells;
}

function jsonRows(lines: string[]): FirstRows | null {
  try {
    const objects = lines.map((line) => JSON.parse(line) as unknown);
    const [first] = objects;
    if (typeof first !== 'object' || first === null || 'translation' in first) return null;
    const keys = Object.keys(first).slice(0, MOST_COLUMNS);
    return { keys, rows: objects.map((one) => keys.map((key) => String((one as Record<string, unknown>)[key]))) };
  } catch {
    return null;
  }
}

/**
 * The first rows of a file of which only the beginning is known; null where it has no columns to choose from.
 * @param name of the file
 */
export function firstRows(name: string, beginning: string): FirstRows | null {
  const lines = beginning
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
    .slice(0, MOST_ROWS);
  if (lines.length === 0 || /^\s*</.test(lines[0])) return null;
  if (/^\s*\{/.test(lines[0])) return jsonRows(lines);
  const isCsv = /\.csv(\.gz)?$/i.test(name) && !lines[0].includes('\t');
  const delimiter = isCsv ? (lines[0].split(';').length > lines[0].split(',').length ? ';' : ',') : '\t';
  const rows = lines.map((line) =>
    (isCsv ? csvCells(line, delimiter) : line.split('\t')).slice(0, MOST_COLUMNS),
  );
  return rows[0].length < 2 ? null : { keys: null, rows };
}

/** Whether the server finds both languages by itself: by names, or since there are two columns only. */
export function isPlain({ keys, rows }: FirstRows): boolean {
  const labels = (keys ?? rows[0]).map(languageOfLabel);
  if (labels.includes('ko') && labels.includes('en')) return true;
  return keys === null && rows[0].length === 2;
}

/** What each column seems to hold: the one with most Hangul is Korean, of the others that with most Latin English. */
export function guessUses({ rows }: FirstRows): Use[] {
  const width = Math.max(...rows.map((row) => row.length));
  const count = (column: number, script: RegExp): number =>
    rows.reduce((sum, row) => sum + ((row[column] ?? '').match(script)?.length ?? 0), 0);
  const most = (script: RegExp, except: number): number => {
    let best = -1;
    for (let column = 0; column < width; column++) {
      if (column === except || count(column, script) === 0) continue;
      if (best < 0 || count(column, script) > count(best, script)) best = column;
    }
    return best;
  };
  const ko = most(HANGUL, -1);
  const en = most(LATIN, ko);
  return Array.from({ length: width }, (_, column): Use => (column === ko ? 'ko' : column === en ? 'en' : ''));
}

/** The fields of an upload that say what the columns hold, or null unless each language has one. */
export function layoutFields({ keys }: FirstRows, uses: Use[]): Record<string, string> | null {
  const [ko, en] = [uses.indexOf('ko'), uses.indexOf('en')];
  const isOnce = ko === uses.lastIndexOf('ko') && en === uses.lastIndexOf('en');
  if (ko < 0 || en < 0 || !isOnce) return null;
  if (keys) return { koField: keys[ko], enField: keys[en] };
  const names = uses.slice(0, 1 + Math.max(ko, en)).map((use, column) => use || `other${column + 1}`);
  return { columns: names.join(',') };
}

/** The first rows as a table, over each column what it holds. */
export function columnChoice({ keys, rows }: FirstRows, uses: Use[]): string {
  const option = (value: Use, name: string, use: Use): string =>
    `<option value="${value}"${value === use ? ' selected' : ''}>${name}</option>`;
  const heads = uses.map((use, column) => {
    const name = keys?.[column] ?? `Column ${column + 1}`;
    return (
      `<th scope="col"><label><span>${escapeXml(name)}</span> <select data-column="${column}">` +
      `${option('', 'not used', use)}${option('ko', 'Korean', use)}${option('en', 'English', use)}</select></label></th>`
    );
  });
  const body = rows.map(
    (row) => `<tr>${uses.map((_, column) => `<td>${escapeXml((row[column] ?? '').slice(0, 80))}</td>`).join('')}</tr>`,
  );
  return (
    '<p class="hint">Which column holds which language does not stand in the file. So it seems to be; choose otherwise where it is not.</p>' +
    `<div class="table-room" tabindex="0" role="region" aria-label="The first lines of the file"><table class="table column-choice"><thead><tr>${heads.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
  );
}
