/** Pairs in CSV as spreadsheets write it: quoted cells, cells of several lines, commas, semicolons or tabs. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { UserError } from '../foundation/errors.js';
import { TableReader } from './layout.js';
import { decodeLeniently, decodeStrictly, LONGEST_LINE, shorten } from './lines.js';
import type { Entry } from './pairs.js';
import type { ReaderContext } from './reader.js';

/** What the parser gives for a row: its cells as bytes, and the number of the line on which it ends. */
interface Row {
  record: Buffer[];
  info: { lines: number };
}

const DELIMITERS = [',', ';', '\t'];
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The delimiter that stands most often in the first line, outside quotes. */
function detectDelimiter(beginning: string): string {
  const line = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(beginning)?.[0].replace(/"(?:[^"]|"")*"/g, '') ?? '';
  const counts = DELIMITERS.map((delimiter) => line.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** How many line feeds stand in the cells of a row, and how many of them after a carriage return. */
function feedsIn(cells: Buffer[]): { feeds: number; returns: number } {
  let [feeds, returns] = [0, 0];
  for (const cell of cells) {
    for (let at = cell.indexOf(LINE_FEED); at >= 0; at = cell.indexOf(LINE_FEED, at + 1)) {
      feeds += 1;
      if (cell[at - 1] === CARRIAGE_RETURN) returns += 1;
    }
  }
  return { feeds, returns };
}

function csvError(error: unknown, name: string, lastLine: number): unknown {
  if (!(error instanceof CsvError)) return error;
  const after = `corpus ${name}: in the row after line ${lastLine}`;
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new UserError(
      `${after} expected a closing quote, got the end of the file; close or double the quote`,
    );
  }
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new UserError(
      `${after} expected at most ${LONGEST_LINE} bytes, got more; a quote that nothing closes looks like this`,
    );
  }
  return new UserError(`${after} expected CSV, got ${error.message}; mend the row`);
}

/** The pairs of a CSV file, in order, as they stand; empty rows are passed over. */
export async function* readCsv(
  bytes: AsyncIterable<Buffer>,
  { name, layout, direction, beginning }: ReaderContext,
): AsyncGenerator<Entry> {
  const table = new TableReader(layout, direction);
  /** The line on which the last whole row ends. */
  let lastLine = 0;
  const parser = parse({
    encoding: null,
    info: true,
    delimiter: detectDelimiter(beginning),
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
    on_record: (record, { lines }) => {
      lastLine = lines;
      return record;
    },
  });
  let first = true;
  // Within a cell the parser counts CR LF twice.
  let doubled = 0;
  try {
    // A failure of one end, and leaving early, end the other.
    for await (const row of pipeline(Readable.from(bytes), parser, () => undefined)) {
      const { record, info } = row as Row;
      const { feeds, returns } = feedsIn(record);
      doubled += returns;
      const line = info.lines - doubled - feeds;
      const cells = record.map(decodeStrictly);
      if (isWhole(cells)) {
        const header = first && table.isHeader(cells, name);
        first = false;
        if (!header) yield table.read(cells, line);
      } else {
        const text = shorten(record.map(decodeLeniently).join('\t'));
        yield { fault: 'utf8', line, text, detail: 'expected UTF-8 text, got bytes that are not' };
      }
    }
  } catch (error) {
    throw csvError(error, name, lastLine);
  }
}

const isWhole = (cells: (string | undefined)[]): cells is string[] => !cells.includes(undefined);
