/** The safetensors file format: a JSON header with each tensor's type, shape and place, then the numbers. */
import { UserError } from '../foundation/errors.js';

export type StoredType = 'F32' | 'F16';

export interface StoredTensor {
  shape: number[];
  values: Float32Array;
}

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

const HEADER_LENGTH_BYTES = 8;
/** The format lets a reader refuse headers beyond this size. */
const MAX_HEADER_BYTES = 100_000_000;

const scratch = new DataView(new ArrayBuffer(4));

/** The nearest half-precision number (IEEE 754 binary16, ties to even), as its bits. */
export function toHalf(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const exponent = (bits >>> 23) & 0xff;
  const mantissa = bits & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  const half = exponent - 127 + 15;
  if (half >= 31) return sign | 0x7c00;
  if (half < -10) return sign;
  // Subnormal halves shift the hidden bit in; the rounding may carry into the exponent, as it should.
  const full = half <= 0 ? mantissa | 0x800000 : mantissa;
  const shift = half <= 0 ? 14 - half : 13;
  const kept = full >>> shift;
  const rest = full & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  const up = rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0;
  return sign | (((half <= 0 ? 0 : half << 10) + kept + up) & 0x7fff);
}

/** The value of a half-precision number's bits. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const mantissa = bits & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

let halves: Float32Array | null = null;

/** The value of all half-precision numbers by their bits, worked out once: a model has millions of them. */
function halfValues(): Float32Array {
  halves ??= Float32Array.from({ length: 2 ** 16 }, (_, bits) => fromHalf(bits));
  return halves;
}

/** Half-precision numbers in single precision. */
function widen(bits: Uint16Array): Float32Array {
  const table = halfValues();
  const values = new Float32Array(bits.length);
  for (let k = 0; k < bits.length; k++) values[k] = table[bits[k]];
  return values;
}

function encodeValues(values: Float32Array, type: StoredType): Uint8Array {
  if (type === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(Uint16Array.from(values, toHalf).buffer);
}

function decodeValues(bytes: Uint8Array, type: string, path: string): Float32Array {
  // A Buffer shares its memory with others, at any offset; typed arrays of numbers need their own.
  const copy = new Uint8Array(bytes).buffer;
  if (type === 'F32') return new Float32Array(copy);
  if (type === 'F16') return widen(new Uint16Array(copy));
  throw new UserError(`weights ${path}: expected tensors of type F32 or F16, got ${type}`);
}

/** Tensors as the bytes of a safetensors file. */
export function writeSafetensors(tensors: Map<string, StoredTensor>, type: StoredType = 'F32'): Uint8Array {
  const header: Record<string, HeaderEntry> = {};
  const bodies: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    const body = encodeValues(values, type);
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + body.byteLength] };
    bodies.push(body);
    offset += body.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  // The numbers begin at a multiple of eight; the format pads the header with spaces.
  const padded = Buffer.concat([json, Buffer.alloc((8 - (json.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(HEADER_LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...bodies]);
}

function readHeader(file: Uint8Array, path: string): { header: Record<string, HeaderEntry>; start: number } {
  const broken = (what: string): UserError =>
    new UserError(`weights ${path}: expected a safetensors file, got ${what}; use another checkpoint`);
  if (file.byteLength < HEADER_LENGTH_BYTES) throw broken(`${file.byteLength} bytes`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = view.getBigUint64(0, true);
  const start = HEADER_LENGTH_BYTES + Number(length);
  if (length > MAX_HEADER_BYTES || start > file.byteLength) throw broken('a truncated or foreign one');
  try {
    const header: unknown = JSON.parse(
      Buffer.from(file.subarray(HEADER_LENGTH_BYTES, start)).toString('utf8'),
    );
    return { header: header as Record<string, HeaderEntry>, start };
  } catch {
    throw broken('a header that is not JSON');
  }
}

/**
 * The tensors of a safetensors file, by name.
 * @param path names the file in errors
 * @throws UserError when it is truncated, foreign, or of a type that is not read
 */
export function readSafetensors(file: Uint8Array, path: string): Map<string, StoredTensor> {
  const { header, start } = readHeader(file, path);
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const [from, to] = entry.data_offsets;
    if (start + to > file.byteLength) {
      throw new UserError(
        `weights ${path}: expected ${start + to} bytes, got ${file.byteLength}; it is truncated`,
      );
    }
    const values = decodeValues(file.subarray(start + from, start + to), entry.dtype, path);
    tensors.set(name, { shape: entry.shape, values });
  }
  return tensors;
}
