/** What cleaning did: how many pairs it kept, dropped and mended, why, and on which lines. */
import { MENDINGS } from './mending.js';
import type { Mending } from './mending.js';

/** Why a record is dropped, in the order in which the rules are tried. */
export const DROP_REASONS = {
  utf8: 'the line is not UTF-8',
  malformed: 'the line holds no pair',
  empty: 'a side is empty',
  characters: 'a side has replacement, private-use or unassigned characters',
  wordless: 'a side has neither letters nor digits',
  swapped: 'the sides are swapped',
  language: 'a side is not in its language',
  long: 'a side is too long',
  ratio: 'one side is far longer than the other',
  duplicate: 'the same pair stood before',
  overlap: 'a side is an excluded sentence',
  near: 'a side is nearly an excluded sentence',
} as const;

export type DropReason = keyof typeof DROP_REASONS;

/** A record to look at, as it stood. */
export interface SampleLine {
  file: string;
  line: number;
  /** Of a record that could not be read, its text stands here, and `target` is empty. */
  source: string;
  target: string;
  /** What was expected and what came, or what it is too like. */
  detail?: string;
}

export interface Tally {
  count: number;
  /** The first of them. */
  samples: SampleLine[];
}

export interface CleaningReport {
  /** Pairs and broken records; lines without anything are not counted. */
  read: number;
  kept: number;
  dropped: Record<DropReason, Tally>;
  /** Pairs that were kept after mending; one may be under several heads. */
  mended: Record<Mending, Tally>;
  /** How many of `overlap` and `near` are sentences of each excluded file. */
  excluded: { file: string; exact: number; near: number }[];
}

const emptyTallies = <Key extends string>(keys: readonly Key[]): Record<Key, Tally> =>
  Object.fromEntries(keys.map((key) => [key, { count: 0, samples: [] }])) as unknown as Record<Key, Tally>;

/** A report of nothing yet. */
export function emptyReport(excludedFiles: readonly string[] = []): CleaningReport {
  return {
    read: 0,
    kept: 0,
    dropped: emptyTallies(Object.keys(DROP_REASONS) as DropReason[]),
    mended: emptyTallies(Object.keys(MENDINGS) as Mending[]),
    excluded: excludedFiles.map((file) => ({ file, exact: 0, near: 0 })),
  };
}

/** The tallies that are not empty, in the order of the rules. */
export function filled<Key extends string>(tallies: Record<Key, Tally>): [Key, Tally][] {
  return (Object.entries(tallies) as [Key, Tally][]).filter(([, tally]) => tally.count > 0);
}
