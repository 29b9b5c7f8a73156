/** What `ieum evaluate` scores: hypotheses from files or from models, their sources and their references. */
import { basename } from 'node:path';
import { readAllLines } from '../corpus/lines.js';
import type { References } from '../evaluation/metric.js';
import type { System } from '../evaluation/report.js';
import { UserError } from '../foundation/errors.js';
import { otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { normaliseText } from '../text/normalise.js';
import { readGivenPairs } from './pair-input.js';
import { sentenceProgress } from './sentence-progress.js';

export interface InputFlags {
  reference: string[];
  hypothesis: string[];
  model: string[];
  source?: string;
  /** A TSV file in place of source and reference. */
  pairs?: string;
  columns: string[];
  /** The language of the references in `pairs`, where no model tells it. */
  to?: Language;
  baseline?: string;
  beam?: number;
}

export interface EvaluationInput {
  systems: System[];
  references: References;
  /** Where it was given. */
  sources?: string[];
}

function checkFlags({ hypothesis, model, source, reference, pairs }: InputFlags): void {
  if (pairs !== undefined ? reference.length > 0 || source !== undefined : reference.length === 0) {
    const got = pairs === undefined ? 'neither' : 'both';
    throw new UserError(
      `evaluate: expected --reference FILE, or --pairs FILE in place of it and of --source, got ${got}; give one`,
    );
  }
  if (model.length > 0 && (source ?? pairs) !== undefined) return;
  if (model.length === 0 && hypothesis.length > 0) return;
  const given = [model.length > 0 && '--model', source !== undefined && '--source'].filter(Boolean).join(' ');
  throw new UserError(
    `evaluate: expected --hypothesis FILE, or --model M --source FILE, beside --reference FILE, ` +
      `got ${given === '' ? 'neither' : given}; give one of the two, or both to compare them`,
  );
}

function checkLines(path: string, lines: string[], referencePath: string, references: string[]): void {
  if (lines.length !== references.length) {
    throw new UserError(
      `evaluate: expected as many lines in ${path} as in ${referencePath}, got ${lines.length} and ` +
        `${references.length}; line N of one must belong to line N of the other`,
    );
  }
  if (lines.length === 0)
    throw new UserError(`evaluate: expected sentences in ${path}, got an empty file; name another`);
}

/** The model's translation of each line, as `ieum translate` prints it. */
async function translateLines(model: string, lines: string[], beam?: number): Promise<string[]> {
  // Loaded here, since scoring alone needs no engine.
  const [{ modelAt }, { Translator }] = await Promise.all([
    import('../serving/models.js'),
    import('../serving/translator.js'),
  ]);
  const translator = await Translator.load(modelAt(model).folder);
  const progress = sentenceProgress(`${model} translates`);
  try {
    const options = { beam, onProgress: progress.show };
    const translations = await translator.translateTexts(lines.map(normaliseText), options);
    return translations.map(({ text }) => normaliseText(text));
  } finally {
    progress.end();
    translator.dispose();
  }
}

/** Names of systems: file names as far as they differ, else the paths. */
function shortNames(paths: string[]): string[] {
  const names = paths.map((path) => basename(path));
  return new Set(names).size === names.length ? names : paths;
}

/** The systems with the baseline first. */
function withBaselineFirst(systems: System[], paths: string[], baseline: string | undefined): System[] {
  if (baseline === undefined) return systems;
  const place = paths.indexOf(baseline);
  if (place < 0) {
    throw new UserError(
      `--baseline: expected one of the systems, got '${baseline}'; the systems are ${paths.join(', ')}`,
    );
  }
  return [systems[place], ...systems.filter((_, i) => i !== place)];
}

interface TestSet {
  /** What to call the references in errors. */
  name: string;
  references: string[][];
  sources?: string[];
}

/** The language that is translated into: the model's, or the one that is named. */
async function targetOf({ model: [model], to }: InputFlags): Promise<Language> {
  if (model === undefined && to !== undefined) return to;
  if (model === undefined) {
    throw new UserError(
      '--pairs: expected --to ko or --to en beside it, since no model tells which column is right, got none; add it',
    );
  }
  const { modelAt } = await import('../serving/models.js');
  return modelAt(model).target;
}

async function readTestSet(flags: InputFlags): Promise<TestSet> {
  const { reference, source, pairs, columns } = flags;
  if (pairs !== undefined) {
    const target = await targetOf(flags);
    const direction = { source: otherLanguage(target), target };
    const [sources, references]: string[][] = [[], []];
    for await (const pair of readGivenPairs(pairs, { columns }, direction)) {
      sources.push(pair.source);
      references.push(pair.target);
    }
    checkLines(pairs, sources, pairs, references);
    return { name: pairs, references: [references], sources };
  }
  const references: string[][] = [];
  for (const path of reference) {
    references.push(await readAllLines(path));
    checkLines(path, references[references.length - 1], reference[0], references[0]);
  }
  if (source === undefined) return { name: reference[0], references };
  const sources = await readAllLines(source);
  checkLines(source, sources, reference[0], references[0]);
  return { name: reference[0], references, sources };
}

/** Reads the files, then lets the models translate. Throws UserError where flags or files do not fit together. */
export async function readEvaluationInput(flags: InputFlags): Promise<EvaluationInput> {
  checkFlags(flags);
  const { hypothesis, model, beam } = flags;
  const { name, references, sources } = await readTestSet(flags);
  const translations: string[][] = [];
  for (const path of hypothesis) {
    const lines = await readAllLines(path);
    checkLines(path, lines, name, references[0]);
    translations.push(lines);
  }
  for (const one of model) translations.push(await translateLines(one, sources ?? [], beam));
  const paths = [...hypothesis, ...model];
  const names = shortNames(paths);
  const systems = translations.map((hypotheses, i) => ({ name: names[i], hypotheses }));
  return { systems: withBaselineFirst(systems, paths, flags.baseline), references, sources };
}
