/** Reading the files of `ieum corpus`: progress with the time left, and a clean end at Ctrl-C. */
import { statSync } from 'node:fs';
import { SingleBar } from 'cli-progress';
import { nameOf } from '../corpus/bytes.js';
import type { ByteSource } from '../corpus/bytes.js';
import { groupInputs } from '../corpus/inputs.js';
import { inputSources } from '../corpus/reader.js';
import type { CorpusInput, ReadOptions } from '../corpus/reader.js';
import { UserError } from '../foundation/errors.js';
import { KO_EN } from './corpus-flags.js';
import type { ReadFlags } from './corpus-flags.js';

export const formatCount = (n: number): string => n.toLocaleString('en-GB');
export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The inputs that arguments and flags name. */
export function namedInputs(files: readonly string[], { ko, en }: ReadFlags): CorpusInput[] {
  const inputs = groupInputs(files);
  if (ko !== undefined && en !== undefined) inputs.push({ ko, en });
  else if (ko !== undefined || en !== undefined) {
    throw new UserError('corpus: expected --ko and --en together, got one of them; name both sides');
  }
  if (inputs.length === 0) {
    throw new UserError('corpus: expected files of pairs, got none; name at least one');
  }
  return inputs;
}

function sizeOf(source: ByteSource): number {
  return statSync(nameOf(source), { throwIfNoEntry: false })?.size ?? 0;
}

/** Runs what reads, and lets Ctrl-C or SIGTERM end it at the next block of a file, so that nothing half is left. */
export async function whileReading<Result>(
  inputs: readonly CorpusInput[],
  flags: ReadFlags,
  read: (options: ReadOptions) => Promise<Result>,
): Promise<Result> {
  const total = inputs.flatMap(inputSources).reduce((sum, source) => sum + sizeOf(source), 0);
  const bar = new SingleBar({
    format: 'reading [{bar}] {percentage}% · {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    etaBuffer: 100,
  });
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupt);
  if (process.stderr.isTTY) bar.start(total, 0);
  const { columns, fields, format } = flags;
  const onBytes = (block: Uint8Array): void => {
    if (stop.signal.aborted) throw new UserError('corpus: stopped; nothing was written', { exitCode: 130 });
    bar.increment(block.length);
  };
  try {
    return await read({ ...KO_EN, columns, fields, format, onBytes });
  } finally {
    if (bar.isActive) bar.stop();
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
}
