/** Tab-separated pairs: one a line, without quoting, with or without a header. */
import { splitLines } from './lines.js';
import type { CheckedLine } from './lines.js';
import { TableReader } from './layout.js';
import type { BrokenRecord, Entry } from './pairs.js';
import type { ReaderContext } from './reader.js';

/** What a line that is not UTF-8, or has no end, is to the reader of pairs. */
export function brokenLine({ number, text, fault }: CheckedLine): BrokenRecord {
  return fault === 'long'
    ? { fault, line: number, text, detail: 'expected a line of at most a million characters, got more' }
    : { fault: 'utf8', line: number, text, detail: 'expected UTF-8 text, got bytes that are not' };
}

/** The pairs of a TSV file, in order, as they stand; empty lines are passed over. */
export async function* readTsv(
  bytes: AsyncIterable<Buffer>,
  { name, layout, direction }: ReaderContext,
): AsyncGenerator<Entry> {
  const table = new TableReader(layout, direction);
  let first = true;
  for await (const line of splitLines(bytes)) {
    if (line.fault !== undefined) yield brokenLine(line);
    else if (line.text !== '') {
      const cells = line.text.split('\t');
      const header = first && table.isHeader(cells, name);
      first = false;
      if (!header) yield table.read(cells, line.number);
    }
  }
}
