/** The safetensors format and half-precision numbers. */
import { describe, expect, it } from 'vitest';
import { fromHalf, readSafetensors, toHalf, writeSafetensors } from '../../src/model/safetensors.js';

const tensors = new Map([
  ['a', { shape: [2, 3], values: Float32Array.of(1, -2, 3.5, 0, 1e-3, 100) }],
  ['b.c', { shape: [1], values: Float32Array.of(-0.25) }],
]);

describe('safetensors', () => {
  it('gives back what was written, also from the middle of a larger buffer', () => {
    const file = Buffer.from(writeSafetensors(tensors));
    const shifted = Buffer.concat([Buffer.alloc(3), file]).subarray(3);
    const read = readSafetensors(shifted, 'x');
    expect([...read.keys()]).toEqual(['a', 'b.c']);
    expect(read.get('a')).toEqual(tensors.get('a'));
    expect(read.get('b.c')).toEqual(tensors.get('b.c'));
  });

  it('begins as the format says: the length of the header, JSON, numbers at a multiple of eight', () => {
    const file = Buffer.from(writeSafetensors(tensors));
    const length = Number(file.readBigUInt64LE());
    expect((8 + length) % 8).toBe(0);
    const header = JSON.parse(file.subarray(8, 8 + length).toString()) as Record<string, unknown>;
    expect(header['b.c']).toEqual({ dtype: 'F32', shape: [1], data_offsets: [24, 28] });
    expect(file.readFloatLE(8 + length + 4)).toBe(-2);
  });

  it('keeps half the bytes in half precision', () => {
    const read = readSafetensors(writeSafetensors(tensors, 'F16'), 'x');
    expect(read.get('a')?.values[2]).toBe(3.5);
    expect(read.get('a')?.values[4]).toBeCloseTo(1e-3, 6);
  });

  it('names a file that is truncated or foreign', () => {
    const file = writeSafetensors(tensors);
    expect(() => readSafetensors(file.subarray(0, file.length - 1), 'w')).toThrow(/weights w: .*truncated/);
    expect(() => readSafetensors(Buffer.from('hello'), 'w')).toThrow(/expected a safetensors file/);
    expect(() => readSafetensors(Buffer.from('no tensors in this file at all'), 'w')).toThrow(/foreign/);
  });
});

describe('half precision', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [Infinity, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 / 3, 0x3555],
  ])('of %f is %i', (value, bits) => {
    expect(toHalf(value)).toBe(bits);
  });

  it('is its own inverse on every half', () => {
    const halves = Array.from({ length: 0x10000 }, (_, bits) => bits);
    const changed = halves.filter((bits) => !Number.isNaN(fromHalf(bits)) && toHalf(fromHalf(bits)) !== bits);
    expect(changed).toEqual([]);
  });
});
