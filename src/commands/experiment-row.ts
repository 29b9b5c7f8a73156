/** One row of the table of experiments: a configuration that is trained, then measured on a test set. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordCount } from '../evaluation/length-buckets.js';
import { evaluateSystems } from '../evaluation/report.js';
import { writeFileAtomically, sha256 } from '../foundation/files.js';
import { UserError } from '../foundation/errors.js';
import { readCheckpointCard, readCheckpointFile } from '../model/checkpoint.js';
import type { ModelConfig } from '../model/model-config.js';
import { parameterCount } from '../model/parameters.js';
import { Translator } from '../serving/translator.js';
import { normaliseText } from '../text/normalise.js';
import type { RunConfig } from '../training/configuration.js';
import { logObserver } from '../training/log.js';
import { together } from '../training/observer.js';
import { progressObserver } from '../training/progress.js';
import { checkResumedConfig } from '../training/resumption.js';
import { RunFolder } from '../training/run-folder.js';
import { runTraining } from '../training/run.js';
import { sentenceProgress } from './sentence-progress.js';

/** What a row was trained to, kept in the run's folder. */
const RECORD = 'experiment.json';

export interface BucketOfRow {
  /** Source words. */
  from: number;
  to: number | null;
  sentences: number;
  bleu: number;
}

export interface ExperimentRow {
  name: string;
  source: string;
  target: string;
  architecture: ModelConfig;
  parameters: number;
  updates: number;
  /** Of a processor, for training, validations left out. */
  minutes: number;
  /** `half` is half the 95 % interval by bootstrap. */
  bleu: { score: number; half: number; signature: string };
  chrf: number;
  buckets: BucketOfRow[];
}

/** What every row is measured on, and how. */
export interface ExperimentTest {
  sources: string[];
  references: string[];
  beam: number;
  /** Greatest lengths of the buckets but the last, in source words. */
  bounds: number[];
}

interface RowRecord {
  /** Hash of the configuration that training has come to its end with. */
  trained: string;
  /** Hash of all that the row depends on. */
  measured?: string;
  row?: ExperimentRow;
}

export interface RowOptions {
  config: RunConfig;
  /** Of the run. */
  folder: string;
  test: ExperimentTest;
  signal: AbortSignal;
  say: (line: string) => void;
}

const hashOf = (value: unknown): string => sha256(JSON.stringify(value));

function readRecord(folder: string): RowRecord | null {
  const path = join(folder, RECORD);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RowRecord) : null;
}

const writeRecord = (folder: string, record: RowRecord): void =>
  writeFileAtomically(join(folder, RECORD), `${JSON.stringify(record, null, 2)}\n`);

/** Trains to the end, or goes on with it. @returns whether the end was reached */
async function train({ config, folder, signal, say }: RowOptions): Promise<boolean> {
  const run = new RunFolder(folder);
  const resume = run.begun;
  const changes = resume ? checkResumedConfig(run, config) : [];
  if (changes.length > 0) {
    throw new UserError(
      `experiment ${config.name}: expected the configuration that ${folder} was begun with, got another ` +
        `(${changes[0].trim()}); remove that folder, or name another with --runs`,
    );
  }
  say(`${config.name}: ${resume ? 'going on' : 'training'}`);
  const observer = together([progressObserver(process.stderr), logObserver(run)]);
  return (await runTraining(config, { folder, resume, signal, observer })) !== 'interrupted';
}

/** Processor seconds of training over all its resumptions: a machine that does other things too changes them little. */
function secondsOf(folder: string): number {
  const text = Buffer.from(readCheckpointFile(new RunFolder(folder).last, 'training.json')).toString('utf8');
  return (JSON.parse(text) as { processorSeconds: number }).processorSeconds;
}

async function translate(folder: string, sources: string[], beam: number): Promise<string[]> {
  const translator = await Translator.load(folder);
  const progress = sentenceProgress(`${translator.name} translates`);
  try {
    const options = { beam, onProgress: progress.show };
    const translations = await translator.translateTexts(sources.map(normaliseText), options);
    return translations.map(({ text }) => normaliseText(text));
  } finally {
    progress.end();
    translator.dispose();
  }
}

async function measure({ config, folder, test, say }: RowOptions): Promise<ExperimentRow> {
  const { sources, references, beam, bounds } = test;
  const { best } = new RunFolder(folder);
  say(`${config.name}: translating ${sources.length} sentences`);
  const hypotheses = await translate(best, sources, beam);
  const [{ bleu, chrf, buckets = [] }] = evaluateSystems([{ name: config.name, hypotheses }], [references], {
    confidence: true,
    lengths: sources.map(wordCount),
    bounds,
  });
  const { name, source, target, architecture } = readCheckpointCard(best);
  return {
    ...{ name, source, target, architecture, parameters: parameterCount(architecture) },
    updates: config.training.updates,
    minutes: secondsOf(folder) / 60,
    bleu: { score: bleu.score, half: bleu.confidence?.half ?? 0, signature: bleu.signature },
    chrf: chrf.score,
    buckets: buckets.map(({ from, to, sentences, bleu: score }) => ({ from, to, sentences, bleu: score })),
  };
}

/**
 * The row of a configuration. What is there already is taken: a row that was measured on the same test set in the same
 * way, a run that has come to its end; a run that was stopped goes on.
 * @returns null where the signal came before the end
 * @throws UserError where the run's folder was begun with another configuration
 */
export async function experimentRow(options: RowOptions): Promise<ExperimentRow | null> {
  const { config, folder, test, signal, say } = options;
  const trained = hashOf(config);
  const measured = hashOf({ config, test });
  const record = readRecord(folder);
  if (record?.measured === measured && record.row) {
    say(`${config.name}: is there`);
    return record.row;
  }
  if (record?.trained !== trained) {
    if (!(await train(options))) return null;
    writeRecord(folder, { trained });
  }
  if (signal.aborted) return null;
  const row = await measure(options);
  writeRecord(folder, { trained, measured, row });
  return row;
}
