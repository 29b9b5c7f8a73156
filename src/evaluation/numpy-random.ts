/**
 * NumPy's default generator, so that resampling draws the very samples that sacreBLEU draws from the same seed:
 * PCG64 (O'Neill 2014: a linear congruence of 128 bits with output XSL-RR), seeded by NumPy's SeedSequence.
 */

/** Words of 32 bits, the least significant first. */
type Words = [number, number, number, number];

const WORD = 2 ** 32;

/** The multiplier 0x2360ED05_1FC65DA4_4385DF64_9FCCF645. */
const MULTIPLIER: Words = [0x9fccf645, 0x4385df64, 0x1fc65da4, 0x2360ed05];

const low = (a: number, b: number): number => Math.imul(a, b) >>> 0;

/** The upper 32 bits of a product of two words. */
function high(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const first = a1 * b0 + ((a0 * b0) >>> 16);
  const second = a0 * b1 + (first & 0xffff);
  return a1 * b1 + (first >>> 16) + (second >>> 16);
}

/** a · m + c modulo 2^128. */
function multiplyAdd(a: Words, m: Words, c: Words): Words {
  const s0 = low(a[0], m[0]) + c[0];
  const r0 = s0 >>> 0;
  const s1 = (s0 - r0) / WORD + high(a[0], m[0]) + low(a[0], m[1]) + low(a[1], m[0]) + c[1];
  const r1 = s1 >>> 0;
  const s2 =
    (s1 - r1) / WORD +
    high(a[0], m[1]) +
    high(a[1], m[0]) +
    low(a[0], m[2]) +
    low(a[1], m[1]) +
    low(a[2], m[0]) +
    c[2];
  const r2 = s2 >>> 0;
  const s3 =
    (s2 - r2) / WORD +
    high(a[0], m[2]) +
    high(a[1], m[1]) +
    high(a[2], m[0]) +
    low(a[0], m[3]) +
    low(a[1], m[2]) +
    low(a[2], m[1]) +
    low(a[3], m[0]) +
    c[3];
  return [r0, r1, r2, s3 >>> 0];
}

const ONE: Words = [1, 0, 0, 0];
const add = (a: Words, b: Words): Words => multiplyAdd(a, ONE, b);

/** A pool of four words that the seed is hashed into, and the words drawn from it. */
function seedWords(seed: number, count: number): number[] {
  const entropy = [seed >>> 0, Math.floor(seed / WORD)];
  let constant = 0x43b0d7e5;
  const hash = (word: number): number => {
    const mixed = word ^ constant;
    constant = Math.imul(constant, 0x931e8875);
    const product = Math.imul(mixed, constant);
    return product ^ (product >>> 16);
  };
  const mix = (a: number, b: number): number => {
    const sum = Math.imul(a, 0xca01f9dd) - Math.imul(b, 0x4973f715);
    return sum ^ ((sum >>> 0) >>> 16);
  };
  const pool = [0, 1, 2, 3].map((i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < 4; from++) {
    for (let to = 0; to < 4; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  let drawing = 0x8b51f9dd;
  return Array.from({ length: count }, (_, i) => {
    const mixed = pool[i % 4] ^ drawing;
    drawing = Math.imul(drawing, 0x58f38ded);
    const product = Math.imul(mixed, drawing);
    return (product ^ (product >>> 16)) >>> 0;
  });
}

/** `numpy.random.default_rng(seed)`, as far as resampling needs it. */
export class NumpyRandom {
  private state: Words;
  private readonly increment: Words;
  /** The upper half of the last 64 bits, where it has not been drawn yet. */
  private kept: number | null = null;
  private coinBits = 0;
  private coinsLeft = 0;

  /** @param seed a whole number from 0 below 2^53 */
  constructor(seed: number) {
    const words = seedWords(seed, 8);
    // NumPy draws numbers of 64 bits, low word first, and takes the first of two as the upper half.
    const [s0, s1, s2, s3, i0, i1, i2, i3] = words;
    const sequence: Words = [i2, i3, i0, i1];
    this.increment = add(add(sequence, sequence), ONE);
    this.state = multiplyAdd(add(this.increment, [s2, s3, s0, s1]), MULTIPLIER, this.increment);
  }

  /** The next 32 bits as an unsigned integer. */
  bits(): number {
    if (this.kept !== null) {
      const bits = this.kept;
      this.kept = null;
      return bits;
    }
    this.state = multiplyAdd(this.state, MULTIPLIER, this.increment);
    const [s0, s1, s2, s3] = this.state;
    // The two halves of 64 bits, xored, turned right by the uppermost six bits of the state.
    const turn = s3 >>> 26;
    const [x, y] = turn < 32 ? [s0 ^ s2, s1 ^ s3] : [s1 ^ s3, s0 ^ s2];
    const by = turn & 31;
    const low32 = by === 0 ? x : (x >>> by) | (y << (32 - by));
    const high32 = by === 0 ? y : (y >>> by) | (x << (32 - by));
    this.kept = high32 >>> 0;
    return low32 >>> 0;
  }

  /** A uniform integer in [0, n) for n below 2^32, without bias (Lemire 2019). */
  int(n: number): number {
    if (n === 1) return 0;
    let bits = this.bits();
    let rest = low(bits, n);
    if (rest < n) {
      const threshold = (WORD - n) % n;
      while (rest < threshold) {
        bits = this.bits();
        rest = low(bits, n);
      }
    }
    return high(bits, n);
  }

  /** Fills with coin tosses, 0 or 1: each 32 bits give 32 of them, also across calls. */
  coins(tosses: Uint8Array): void {
    for (let i = 0; i < tosses.length; i++) {
      if (this.coinsLeft === 0) {
        this.coinBits = this.bits();
        this.coinsLeft = 32;
      }
      tosses[i] = this.coinBits & 1;
      this.coinBits >>>= 1;
      this.coinsLeft--;
    }
  }
}
