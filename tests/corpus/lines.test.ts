import { describe, expect, it } from 'vitest';
import { LONGEST_LINE, readLines, splitLines } from '../../src/corpus/lines.js';
import { readBytes } from '../../src/corpus/bytes.js';
import { blocksOf, collect } from './sources.js';

const split = async (content: string | Uint8Array, size: number): Promise<unknown[]> =>
  collect(splitLines(readBytes(blocksOf(content, 'x', size))));

describe('splitLines', () => {
  it.each([1, 2, 3, 7, 1000])(
    'marks the line that is not UTF-8 and reads the others (blocks of %i)',
    async (size) => {
      const bytes = Buffer.concat([
        Buffer.from('가나\n'),
        Buffer.from([0x41, 0xff, 0x0a]),
        Buffer.from('다\r\n\n라'),
      ]);
      expect(await split(bytes, size)).toEqual([
        { text: '가나', number: 1 },
        { text: 'A\uFFFD', number: 2, fault: 'utf8' },
        { text: '다', number: 3 },
        { text: '', number: 4 },
        { text: '라', number: 5 },
      ]);
    },
  );

  it.each([1000, 65_536, 10_000_000])('does not hold a line without end (blocks of %i)', async (size) => {
    const lines = await split(`가\n${'x'.repeat(LONGEST_LINE + 5)}\n나\n`, size);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toEqual({ text: 'x'.repeat(400), number: 2, fault: 'long' });
    expect(lines[2]).toEqual({ text: '나', number: 3 });
  });

  it('has no lines in nothing', async () => {
    expect(await split('', 10)).toEqual([]);
    expect(await split('\n', 10)).toEqual([{ text: '', number: 1 }]);
  });
});

describe('readLines', () => {
  it('ends with the line that is wrong', async () => {
    const lines = readLines(blocksOf(Buffer.from([0x41, 0x0a, 0xc3, 0x28, 0x0a]), 'bad.txt'));
    await expect(collect(lines)).rejects.toThrow('file bad.txt line 2: expected UTF-8 text');
    const long = readLines(blocksOf('y'.repeat(LONGEST_LINE + 1), 'long.txt'));
    await expect(collect(long)).rejects.toThrow('file long.txt line 1: expected at most 1000000 characters');
  });
});
