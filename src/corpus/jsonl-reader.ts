/** Pairs as JSON, an object a line: `{"ko": "…", "en": "…"}`, or with both under `translation`. */
import type { Language } from '../text/language.js';
import type { Field, Layout } from './layout.js';
import { languageOfLabel } from '../text/language-names.js';
import { shorten, splitLines } from './lines.js';
import type { Direction, Entry, Pair } from './pairs.js';
import type { ReaderContext } from './reader.js';
import { brokenLine } from './tsv-reader.js';

type JsonObject = Record<string, unknown>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Finds the sentences of objects. */
class ObjectReader {
  private readonly fields: NonNullable<Layout['fields']>;
  private readonly direction: Direction;
  /** What keys seen so far mean. */
  private readonly meanings = new Map<string, Language | undefined>();

  constructor({ fields = {} }: Layout, direction: Direction) {
    this.fields = fields;
    this.direction = direction;
  }

  read(text: string, line: number): Entry {
    const malformed = (detail: string): Entry => ({ fault: 'malformed', line, text: shorten(text), detail });
    const object = parseObject(text);
    if (object === undefined) return malformed('expected a JSON object, got something else');
    const holder = isObject(object.translation) ? object.translation : object;
    const source = this.value(holder, this.direction.source);
    const target = this.value(holder, this.direction.target);
    if (typeof source !== 'string' || typeof target !== 'string') {
      const keys = Object.keys(holder).join(', ');
      return malformed(`expected strings under keys for both languages, got the keys ${shorten(keys)}`);
    }
    const pair: Pair = { source, target, line };
    const tier = this.value(object, 'tier');
    if (typeof tier === 'string') pair.tier = tier;
    return pair;
  }

  private value(object: JsonObject, field: Field): unknown {
    const name = this.fields[field] ?? field;
    if (Object.hasOwn(object, name)) return object[name];
    if (field === 'tier' || this.fields[field] !== undefined) return undefined;
    const key = Object.keys(object).find((candidate) => this.meaning(candidate) === field);
    return key === undefined ? undefined : object[key];
  }

  private meaning(key: string): Language | undefined {
    if (!this.meanings.has(key)) {
      if (this.meanings.size > 1000) this.meanings.clear();
      this.meanings.set(key, languageOfLabel(key));
    }
    return this.meanings.get(key);
  }
}

/** The pairs of a JSON Lines file, in order, as they stand; empty lines are passed over. */
export async function* readJsonl(
  bytes: AsyncIterable<Buffer>,
  { layout, direction }: ReaderContext,
): AsyncGenerator<Entry> {
  const objects = new ObjectReader(layout, direction);
  for await (const line of splitLines(bytes)) {
    if (line.fault !== undefined) yield brokenLine(line);
    else if (line.text.trim() !== '') yield objects.read(line.text, line.number);
  }
}
