/** Moses pairs: two files in which line N of one translates line N of the other. */
import { UserError } from '../foundation/errors.js';
import { splitLines } from './lines.js';
import type { Entry } from './pairs.js';
import { brokenLine } from './tsv-reader.js';

/** One side: its name for messages, and its bytes. */
export interface Side {
  name: string;
  bytes: AsyncIterable<Buffer>;
}

/**
 * The pairs of two sides in step, as they stand; lines that are empty in both are passed over. Throws UserError where
 * one side has more lines, since nobody knows then which lines belong together.
 */
export async function* readMoses(source: Side, target: Side): AsyncGenerator<Entry> {
  const sources = splitLines(source.bytes);
  const targets = splitLines(target.bytes);
  try {
    for (let number = 1; ; number++) {
      const [s, t] = [await sources.next(), await targets.next()];
      if (s.done && t.done) return;
      if (s.done || t.done) {
        const [short, long] = s.done ? [source.name, target.name] : [target.name, source.name];
        throw new UserError(
          `corpus ${short}: expected as many lines as ${long} has, got ${number - 1} and the end; ` +
            'line N of one must translate line N of the other',
        );
      }
      const wrong = [s.value, t.value].find(({ fault }) => fault !== undefined);
      if (wrong) yield { ...brokenLine(wrong), text: `${s.value.text}\t${t.value.text}` };
      else if (s.value.text !== '' || t.value.text !== '') {
        yield { source: s.value.text, target: t.value.text, line: number };
      }
    }
  } finally {
    await sources.return(undefined);
    await targets.return(undefined);
  }
}
