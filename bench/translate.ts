/** `npm run bench -- translate`: a file in batches and one sentence at a time, held against its floor; the cold start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { UserError } from '../src/foundation/errors.js';
import { productSpeed } from '../src/nn/backend-speed.js';
import { chooseModel, findModels, modelAt } from '../src/serving/models.js';
import { otherLanguage } from '../src/text/language.js';
import type { Language } from '../src/text/language.js';
import { Translator } from '../src/serving/translator.js';
import { quantile } from './quantile.js';
import { CountingModel, decodingFloor } from './step-cost.js';
import type { MachineSpeed } from './step-cost.js';

export interface TranslateBenchOptions {
  /** Sentences, one a line. */
  file: string;
  /** Folder or name of a model; left out, the first of the direction. */
  model?: string;
  source?: Language;
  beams?: number[];
  /** Sentences of the file that are translated one at a time. */
  singles?: number;
  /** A sentence of about ten words, timed alone; left out, one of the direction. */
  sentence?: string;
  /** Starts of `ieum translate` with one sentence; none where the program is not built. */
  coldStarts?: number;
  onProgress?: (what: string) => void;
  signal?: AbortSignal;
}

export interface TranslateRow {
  what: 'file, batches' | 'file, one at a time' | 'ten words, alone' | 'cold start';
  beam: number;
  sentences: number;
  /** Of all sentences together. */
  seconds: number;
  sentencesPerSecond: number;
  /** Milliseconds a sentence, where they are timed one by one. */
  median: number | null;
  p95: number | null;
  /** Decoder steps, and rows of all steps together; 0 where they are another program's. */
  steps: number;
  rows: number;
  /** Least seconds that the decoder's weights and products take on this machine, and how many times that it took. */
  floor: number | null;
  distance: number | null;
}

export interface TranslateReport {
  model: string;
  speed: MachineSpeed;
  table: TranslateRow[];
}

const PROGRAM = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const TEN_WORDS: Record<Language, string> = {
  ko: '저는 오늘 아침에 친구와 함께 집 앞 공원에서 천천히 걸었어요.',
  en: 'I walked slowly with a friend in the park today.',
};

const SUM_ELEMENTS = 2 ** 26;

/** Speeds of a product and of a sum that are too large for any cache. */
function machineSpeed(): MachineSpeed {
  const operations = productSpeed('float32', 1024) * 1e9;
  const numbers = tf.fill([SUM_ELEMENTS], 1);
  let fastest = Infinity;
  for (let k = 0; k < 5; k++) {
    const begin = performance.now();
    tf.tidy(() => tf.sum(numbers).dataSync());
    fastest = Math.min(fastest, performance.now() - begin);
  }
  numbers.dispose();
  return { operations, bytes: (4 * SUM_ELEMENTS * 1000) / fastest };
}

interface Timing {
  what: TranslateRow['what'];
  beam: number;
  /** Milliseconds of each call, and the sentences of each. */
  calls: number[];
  sentences: number;
  rows: number[];
}

/** One line of the table. */
function rowOf({ what, beam, calls, sentences, rows }: Timing, floor: number | null): TranslateRow {
  const sorted = [...calls].sort((a, b) => a - b);
  const seconds = calls.reduce((sum, call) => sum + call, 0) / 1000;
  const single = calls.length > 1;
  return {
    ...{ what, beam, sentences, seconds },
    sentencesPerSecond: sentences / seconds,
    median: single ? quantile(sorted, 0.5) : null,
    p95: single ? quantile(sorted, 0.95) : null,
    steps: rows.length,
    rows: rows.reduce((sum, count) => sum + count, 0),
    floor,
    distance: floor === null ? null : seconds / floor,
  };
}

/** Milliseconds from the start of `ieum translate` to its end. */
async function coldStart(text: string, signal: AbortSignal | undefined): Promise<number> {
  const begin = performance.now();
  const program = spawn(process.execPath, [PROGRAM, 'translate', text], { stdio: 'ignore', signal });
  const [code] = (await once(program, 'exit')) as [number | null];
  if (code !== 0) {
    throw new UserError(`cold start: expected 'ieum translate' to end with 0, got ${code ?? 'a signal'}`, {
      exitCode: 1,
    });
  }
  return performance.now() - begin;
}

function linesOf(file: string): string[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new UserError(`${file}: expected sentences, one a line, got none`);
  return lines;
}

function folderOf({ model, source = 'ko' }: TranslateBenchOptions): string {
  const direction = { source, target: otherLanguage(source) };
  return (model === undefined ? chooseModel(findModels(), { direction }) : modelAt(model)).folder;
}

/**
 * Times translation. The first sentences are translated once before, so that nothing is made while it is timed.
 * @throws UserError when the file has no sentences or there is no model
 */
export async function benchTranslate(options: TranslateBenchOptions): Promise<TranslateReport> {
  const { beams = [1, 5], singles = 100, coldStarts = 3, onProgress, signal } = options;
  const lines = linesOf(options.file);
  const loaded = await Translator.load(folderOf(options));
  const { name, card, direction, tokenizers } = loaded;
  const sentence = options.sentence ?? TEN_WORDS[direction.source];
  const speed = machineSpeed();
  const table: TranslateRow[] = [];
  const time = async (what: TranslateRow['what'], beam: number, calls: string[][]): Promise<void> => {
    onProgress?.(`${what}, beam ${beam}`);
    const model = new CountingModel(loaded.model);
    const translator = new Translator({ name, direction, tokenizers, card, model });
    const times: number[] = [];
    for (const texts of calls) {
      signal?.throwIfAborted();
      const begin = performance.now();
      await translator.translateTexts(texts, { beam, signal });
      times.push(performance.now() - begin);
    }
    const timing = { what, beam, calls: times, sentences: calls.flat().length, rows: model.rows };
    table.push(rowOf(timing, card && decodingFloor(model.rows, card.architecture, speed)));
  };
  for (const beam of beams) {
    await loaded.translateTexts(lines.slice(0, 20), { beam });
    await time('file, batches', beam, [lines]);
    await time(
      'file, one at a time',
      beam,
      lines.slice(0, singles).map((line) => [line]),
    );
    await time('ten words, alone', beam, new Array<string[]>(20).fill([sentence]));
  }
  loaded.dispose();
  if (coldStarts > 0 && existsSync(PROGRAM)) {
    onProgress?.('cold start');
    const times: number[] = [];
    for (let k = 0; k < coldStarts; k++) times.push(await coldStart(sentence, signal));
    table.push(rowOf({ what: 'cold start', beam: 5, calls: times, sentences: coldStarts, rows: [] }, null));
  }
  return { model: name, speed, table };
}

/** The report as lines of text. */
export function formatTranslateReport({ model, speed, table }: TranslateReport): string {
  const header = [
    '',
    'beam',
    'sentences',
    'seconds',
    'sentences/s',
    'median ms',
    'p95 ms',
    'floor s',
    'times',
  ];
  const number = (value: number | null, digits = 1): string => value?.toFixed(digits) ?? '';
  const cells = table.map((row) => [
    row.what,
    String(row.beam),
    String(row.sentences),
    number(row.seconds, 2),
    number(row.sentencesPerSecond),
    number(row.median),
    number(row.p95),
    number(row.floor, 2),
    number(row.distance, 2),
  ]);
  const widths = header.map((title, k) => Math.max(title.length, ...cells.map((row) => row[k].length)));
  const line = (row: string[]): string =>
    row.map((cell, k) => (k === 0 ? cell.padEnd(widths[k]) : cell.padStart(widths[k]))).join('  ');
  const machine =
    `${(speed.operations / 1e9).toFixed(0)} GFLOP/s in products, ` +
    `${(speed.bytes / 1e9).toFixed(0)} GB/s from memory`;
  return [`${model}; ${machine}`, line(header), ...cells.map(line)].join('\n');
}
