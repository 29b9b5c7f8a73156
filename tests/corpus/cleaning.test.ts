import { describe, expect, it } from 'vitest';
import { PairCleaner } from '../../src/corpus/cleaning.js';
import type { CleaningOptions, DroppedRecord } from '../../src/corpus/cleaning.js';
import { filled } from '../../src/corpus/cleaning-report.js';
import { Exclusion } from '../../src/corpus/exclusion.js';
import type { Entry, Pair } from '../../src/corpus/pairs.js';
import { collect, KO_EN } from './sources.js';

const pair = (source: string, target: string, line = 1): Pair => ({ source, target, line });

/** What is kept of entries, and the cleaner with its report. */
async function clean(
  entries: Entry[],
  options: Partial<CleaningOptions> = {},
): Promise<{ kept: Pair[]; cleaner: PairCleaner; dropped: DroppedRecord[] }> {
  const cleaner = new PairCleaner({ ...KO_EN, ...options });
  const dropped: DroppedRecord[] = [];
  const kept = await collect(
    cleaner.clean(entries, { file: 'a.tsv', onDropped: (record) => void dropped.push(record) }),
  );
  return { kept, cleaner, dropped };
}

/** Reasons with the lines of their samples. */
const linesOf = (tallies: Parameters<typeof filled>[0]): unknown =>
  Object.fromEntries(filled(tallies).map(([key, { samples }]) => [key, samples.map(({ line }) => line)]));

describe('PairCleaner', () => {
  it('normalises, keeps order, lines and labels, and says which lines it dropped and mended', async () => {
    const { kept, cleaner } = await clean([
      { ...pair(` ${'안녕하세요.'.normalize('NFD')} `, 'Hello \u200B  there.', 1), tier: 'gen' },
      pair('', 'Nothing.', 2),
      pair('안녕하세요.', 'Hello there.', 3),
      pair('안녕하세요.', 'Hello.', 4),
      pair('   ', '\u200B', 5),
      pair('안녕\u0007하세요!', 'Hello!', 6),
    ]);
    expect(kept).toEqual([
      { ...pair('안녕하세요.', 'Hello there.', 1), tier: 'gen' },
      pair('안녕하세요.', 'Hello.', 4),
      pair('안녕하세요!', 'Hello!', 6),
    ]);
    expect(linesOf(cleaner.report.dropped)).toEqual({ empty: [2, 5], duplicate: [3] });
    expect(linesOf(cleaner.report.mended)).toEqual({ nfd: [1], controls: [1, 6], spaces: [1] });
    expect(cleaner.report).toMatchObject({ read: 6, kept: 3 });
  });

  it('counts records that could not be read, with what was wrong', async () => {
    const broken = { fault: 'malformed', line: 2, text: '가', detail: 'expected 2 columns' } as const;
    const { dropped, cleaner } = await clean([
      pair('가', 'A'),
      broken,
      { ...broken, fault: 'utf8', line: 3 },
    ]);
    expect(dropped[0]).toEqual({
      ...{ file: 'a.tsv', line: 2, source: '가', target: '', detail: 'expected 2 columns' },
      reason: 'malformed',
    });
    expect(linesOf(cleaner.report.dropped)).toEqual({ utf8: [3], malformed: [2] });
  });

  it('swaps swapped sides back, and drops them where it is told to', async () => {
    const entries = [pair('Hello there.', '안녕하세요.'), pair('안녕하세요.', 'Hello there.', 2)];
    const mended = await clean(entries);
    expect(mended.kept).toEqual([pair('안녕하세요.', 'Hello there.')]);
    expect(linesOf(mended.cleaner.report.mended)).toEqual({ swapped: [1] });
    expect(linesOf(mended.cleaner.report.dropped)).toEqual({ duplicate: [2] });
    const dropped = await clean(entries, { swapped: 'drop' });
    expect(dropped.kept).toEqual([entries[1]]);
    expect(linesOf(dropped.cleaner.report.dropped)).toEqual({ swapped: [1] });
  });

  it('judges what it has swapped back by the rules that follow', async () => {
    const { cleaner } = await clean([
      pair('Yes, of course I would be very happy to do that for you tomorrow.', '네.'),
    ]);
    expect(linesOf(cleaner.report.dropped)).toEqual({ ratio: [1] });
  });

  it('drops excluded sentences, the same and nearly the same, and counts them for each file', async () => {
    const exclude = new Exclusion({ near: 0.7 });
    exclude.add('YES', 'test.en');
    exclude.add('우리 아기는 아직 이가 하나도 안 났어요.', 'test.ko');
    const { kept, cleaner, dropped } = await clean(
      [
        pair('네.', 'Yes.', 1),
        pair('우리 아기는 아직 이가 하나도 안 났어.', 'No teeth yet.', 2),
        pair('우리 집은 아직 멀었어.', 'Our house is far.', 3),
      ],
      { exclude },
    );
    expect(kept.map(({ line }) => line)).toEqual([3]);
    expect(cleaner.report.excluded).toEqual([
      { file: 'test.en', exact: 1, near: 0 },
      { file: 'test.ko', exact: 0, near: 1 },
    ]);
    expect(dropped.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['overlap', 'a sentence of test.en'],
      ['near', "nearly '우리 아기는 아직 이가 하나도 안 났어요.' of test.ko"],
    ]);
  });

  it('keeps as many sample lines as it is told, cut where they are long', async () => {
    const entries = Array.from({ length: 9 }, (_, i) => pair('', 'x'.repeat(1000), i + 1));
    const { cleaner } = await clean(entries, { samples: 3 });
    const { empty } = cleaner.report.dropped;
    expect(empty.count).toBe(9);
    expect(empty.samples.map(({ line, target }) => [line, target.length])).toEqual([
      [1, 400],
      [2, 400],
      [3, 400],
    ]);
  });
});
