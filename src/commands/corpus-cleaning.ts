/** Cleaning the files of a command: what is kept goes on, the report and the dropped lines go where flags say. */
import { PairCleaner } from '../corpus/cleaning.js';
import type { CleaningReport } from '../corpus/cleaning-report.js';
import { Exclusion } from '../corpus/exclusion.js';
import type { Pair } from '../corpus/pairs.js';
import { inputName, readEntries } from '../corpus/reader.js';
import type { CorpusInput, ReadOptions } from '../corpus/reader.js';
import { readSentences } from '../corpus/sentences.js';
import { KO_EN } from './corpus-flags.js';
import type { CleanFlags } from './corpus-flags.js';
import { namedInputs, print, whileReading } from './corpus-reading.js';
import { describeReport, DroppedFile, reportJson } from './corpus-report.js';

async function readExclusion({ exclude, near }: CleanFlags): Promise<Exclusion> {
  const exclusion = new Exclusion(near === false ? {} : { near });
  for (const file of exclude) {
    for await (const sentence of readSentences(file)) exclusion.add(sentence, file);
  }
  return exclusion;
}

async function* cleanInputs(
  inputs: readonly CorpusInput[],
  options: ReadOptions,
  cleaner: PairCleaner,
  dropped: DroppedFile | undefined,
): AsyncGenerator<Pair> {
  for (const input of inputs) {
    yield* cleaner.clean(readEntries(input, options), {
      file: inputName(input),
      onDropped: dropped && ((record) => dropped.write(record)),
    });
  }
}

/**
 * Cleans the pairs of files and hands them on as a stream.
 * @param use takes the pairs that are kept
 * @returns what was done, once all is read and used, and the dropped lines are written
 */
export async function cleanFiles(
  files: readonly string[],
  flags: CleanFlags,
  use: (pairs: AsyncGenerator<Pair>) => Promise<void>,
): Promise<CleaningReport> {
  const inputs = namedInputs(files, flags);
  const { maxCharacters, maxRatio, swapped, samples } = flags;
  const exclude = await readExclusion(flags);
  const cleaner = new PairCleaner({ ...KO_EN, maxCharacters, maxRatio, swapped, samples, exclude });
  const dropped = flags.dropped === undefined ? undefined : new DroppedFile(flags.dropped);
  try {
    await whileReading(inputs, flags, (options) => use(cleanInputs(inputs, options, cleaner, dropped)));
    await dropped?.commit();
  } finally {
    await dropped?.discard();
  }
  return cleaner.report;
}

/** Prints the report, and what came of the pairs: lines for a person, or one line of JSON. */
export function printReport(
  report: CleaningReport,
  { json }: CleanFlags,
  written: { path: string; pairs: number }[] = [],
): void {
  if (json) {
    print(JSON.stringify({ ...reportJson(report), written }));
    return;
  }
  for (const line of describeReport(report)) print(line);
  for (const { path, pairs } of written) print(`wrote     ${pairs.toLocaleString('en-GB')} pairs to ${path}`);
}
