/** Texts as sources that readers take, and what readers make of them. */
import { readEntries } from '../../src/corpus/reader.js';
import type { TableInput } from '../../src/corpus/reader.js';
import type { Entry } from '../../src/corpus/pairs.js';

export const KO_EN = { source: 'ko', target: 'en' } as const;

export interface Blocks {
  name: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** A text in blocks of so many bytes, as an upload comes. */
export function blocksOf(content: string | Uint8Array, name = 'upload', size = 1 << 16): Blocks {
  const bytes = Buffer.from(content);
  async function* blocks(): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < bytes.length; start += size) {
      await Promise.resolve();
      yield bytes.subarray(start, start + size);
    }
  }
  return { name, bytes: blocks() };
}

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What is read from a text, whole and byte by byte: both must be the same. */
export async function entriesOf(
  content: string | Uint8Array,
  name: string,
  layout: Omit<TableInput, 'path'> = {},
): Promise<Entry[]> {
  const whole = await collect(readEntries({ path: blocksOf(content, name), ...layout }, KO_EN));
  const small = await collect(readEntries({ path: blocksOf(content, name, 1), ...layout }, KO_EN));
  if (JSON.stringify(whole) !== JSON.stringify(small)) throw new Error('blocks make a difference');
  return whole;
}
