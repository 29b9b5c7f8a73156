/** Lines of a byte stream, in the chunks in which they arrive. */
import { UserError } from '../foundation/errors.js';

const NEWLINE = 0x0a;

/**
 * Yields the lines of each chunk as soon as it is there: a file comes in large chunks, which translate well
 * together, a typed line comes alone. A last line without a line break counts as one.
 * @throws UserError with the line's number where the bytes are no UTF-8
 */
export async function* readLineChunks(
  input: AsyncIterable<Buffer | string>,
  name = 'standard input',
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = Buffer.alloc(0);
  let count = 0;
  const decode = (bytes: Buffer): string => {
    count++;
    try {
      return decoder.decode(bytes).replace(/\r$/, '');
    } catch {
      throw new UserError(`${name}, line ${count}: expected UTF-8, got other bytes; convert it first`);
    }
  };
  for await (const chunk of input) {
    const bytes = Buffer.concat([rest, typeof chunk === 'string' ? Buffer.from(chunk) : chunk]);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      lines.push(bytes.subarray(start, end));
      start = end + 1;
    }
    rest = bytes.subarray(start);
    if (lines.length > 0) yield lines.map(decode);
  }
  if (rest.length > 0) yield [decode(rest)];
}
