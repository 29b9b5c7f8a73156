/**
 * Sets and maps of texts that keep 64 bits of each in place of the text: millions of sentences fit into flat arrays
 * outside the heap. Of n texts two collide with a probability of about n² / 2⁶⁵: one in 370,000 for ten million.
 */

/** Slots of a new table; a table grows by half when it is three quarters full. */
const FIRST_CAPACITY = 64;
const FULLEST = 0.75;
const GROWTH = 1.5;
/** Tables grow one after the other, so that never more than a part is held twice. */
const TABLES = 64;

const rotateLeft = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** The last mixing of MurmurHash3 (Appleby 2011). */
function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Two words of 32 bits from the UTF-16 units of a text: two lanes of MurmurHash3 that feed each other. */
export function hashText(text: string): [number, number] {
  let a = 0x3c074a61;
  let b = 0x52dce729;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a ^= Math.imul(rotateLeft(Math.imul(unit, 0xcc9e2d51), 15), 0x1b873593);
    a = (Math.imul(rotateLeft(a, 13), 5) + 0xe6546b64 + b) | 0;
    b ^= Math.imul(rotateLeft(Math.imul(unit, 0xab0e9789), 16), 0x38b34ae5);
    b = (Math.imul(rotateLeft(b, 17), 5) + 0x561ccd1b + a) | 0;
  }
  const high = finish(a ^ text.length);
  return [high, finish((b ^ text.length) + high)];
}

/** One open-addressing table with linear probing; the pair (0, 0) marks an empty slot. */
class Table {
  count = 0;
  /** Two words a slot. */
  private keys: Uint32Array;
  private values: Int32Array | undefined;

  constructor(withValues: boolean) {
    this.keys = new Uint32Array(2 * FIRST_CAPACITY);
    if (withValues) this.values = new Int32Array(FIRST_CAPACITY);
  }

  get bytes(): number {
    return this.keys.byteLength + (this.values?.byteLength ?? 0);
  }

  /** The slot of a key, or the empty one where it would stand. */
  private slot(high: number, low: number): number {
    const capacity = this.keys.length / 2;
    let slot = Math.floor((low / 2 ** 32) * capacity);
    while (this.keys[2 * slot] !== 0 || this.keys[2 * slot + 1] !== 0) {
      if (this.keys[2 * slot] === high && this.keys[2 * slot + 1] === low) return slot;
      slot = slot + 1 === capacity ? 0 : slot + 1;
    }
    return slot;
  }

  private holds(slot: number): boolean {
    return this.keys[2 * slot] !== 0 || this.keys[2 * slot + 1] !== 0;
  }

  /** The value of a key, 0 in a table without values; undefined where the key is not there. */
  get(high: number, low: number): number | undefined {
    const slot = this.slot(high, low);
    return this.holds(slot) ? (this.values?.[slot] ?? 0) : undefined;
  }

  /** Adds a key that is not there yet. */
  insert(high: number, low: number, value: number): void {
    if (this.count + 1 > FULLEST * (this.keys.length / 2)) this.grow();
    const slot = this.slot(high, low);
    this.keys[2 * slot] = high;
    this.keys[2 * slot + 1] = low;
    if (this.values) this.values[slot] = value;
    this.count += 1;
  }

  private grow(): void {
    const { keys, values } = this;
    const capacity = Math.ceil((keys.length / 2) * GROWTH);
    this.keys = new Uint32Array(2 * capacity);
    if (values) this.values = new Int32Array(capacity);
    this.count = 0;
    for (let slot = 0; slot < keys.length / 2; slot++) {
      const [high, low] = [keys[2 * slot], keys[2 * slot + 1]];
      if (high !== 0 || low !== 0) this.insert(high, low, values?.[slot] ?? 0);
    }
  }
}

/** Maps texts to whole numbers of 32 bits: 16 to 24 bytes a text. */
export class TextMap {
  private readonly tables: Table[];

  constructor({ values = true }: { values?: boolean } = {}) {
    this.tables = Array.from({ length: TABLES }, () => new Table(values));
  }

  get size(): number {
    return this.tables.reduce((sum, { count }) => sum + count, 0);
  }

  /** Memory in bytes, all of it outside the heap. */
  get bytes(): number {
    return this.tables.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get(text: string): number | undefined {
    const [high, low] = hashText(text);
    return this.tables[high % TABLES].get(high, low || 1);
  }

  /** The value of a text; where it has none, it gets this one and undefined is returned. */
  getOrPut(text: string, value: number): number | undefined {
    const [high, low] = hashText(text);
    const table = this.tables[high % TABLES];
    const found = table.get(high, low || 1);
    if (found === undefined) table.insert(high, low || 1, value);
    return found;
  }
}

/** A set of texts: 11 to 16 bytes a text. */
export class TextSet {
  private readonly map = new TextMap({ values: false });

  get size(): number {
    return this.map.size;
  }

  /** Memory in bytes, all of it outside the heap. */
  get bytes(): number {
    return this.map.bytes;
  }

  has(text: string): boolean {
    return this.map.get(text) !== undefined;
  }

  /** Adds a text and says whether it is new. */
  add(text: string): boolean {
    return this.map.getOrPut(text, 0) === undefined;
  }
}
