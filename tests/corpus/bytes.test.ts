import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readBytes } from '../../src/corpus/bytes.js';
import { blocksOf, collect } from './sources.js';

async function textOf(content: string | Uint8Array, name: string, size = 1 << 16): Promise<string> {
  return Buffer.concat(await collect(readBytes(blocksOf(content, name, size)))).toString();
}

/** Big-endian UTF-16 with its mark. */
const utf16be = (text: string): Buffer => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();

describe('readBytes', () => {
  it.each([1, 3, 65_536])('tells gzip by its content, whatever the name (blocks of %i)', async (size) => {
    expect(await textOf(gzipSync('가나다\n'), 'a.tsv', size)).toBe('가나다\n');
    expect(await textOf('가나다\n', 'a.tsv.gz', size)).toBe('가나다\n');
    expect(await textOf(Buffer.concat([gzipSync('가\n'), gzipSync('나\n')]), 'two.gz', size)).toBe(
      '가\n나\n',
    );
  });

  it.each([1, 3, 65_536])(
    'drops a byte order mark and reads UTF-16 with one (blocks of %i)',
    async (size) => {
      expect(await textOf('\uFEFF가\n', 'a', size)).toBe('가\n');
      expect(await textOf(Buffer.from('\uFEFF한글 😀', 'utf16le'), 'a', size)).toBe('한글 😀');
      expect(await textOf(utf16be('한글 😀'), 'a', size)).toBe('한글 😀');
      expect(await textOf(gzipSync(utf16be('한글')), 'a', size)).toBe('한글');
    },
  );

  it('refuses archives and damaged gzip', async () => {
    await expect(textOf('PK\u0003\u0004rest', 'a.xlsx')).rejects.toThrow(
      'got a zip archive; unpack it first',
    );
    await expect(textOf(gzipSync('가나다'.repeat(99)).subarray(0, 30), 'cut.gz')).rejects.toThrow(
      'damaged data',
    );
  });

  it('tells of the bytes as they are stored', async () => {
    const packed = gzipSync('가나다\n'.repeat(1000));
    const seen: [number, string][] = [];
    await collect(readBytes(blocksOf(packed, 'p', 20), (block, name) => seen.push([block.length, name])));
    expect(seen.reduce((sum, [length]) => sum + length, 0)).toBe(packed.length);
    expect(new Set(seen.map(([, name]) => name))).toEqual(new Set(['p']));
  });
});
