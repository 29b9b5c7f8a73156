/** What `ieum evaluate` scores: hypotheses from files or from models, their sources and their references. */
import { basename } from 'node:path';
import { readAllLines } from '../corpus/lines.js';
import type { References } from '../evaluation/metric.js';
import type { System } from '../evaluation/report.js';
import { UserError } from '../foundation/errors.js';
import { normaliseText } from '../text/normalise.js';
import { sentenceProgress } from './sentence-progress.js';

export interface InputFlags {
  reference: string[];
  hypothesis: string[];
  model: string[];
  source?: string;
  baseline?: string;
  beam?: number;
}

export interface EvaluationInput {
  systems: System[];
  references: References;
  /** Where it was given. */
  sources?: string[];
}

function checkFlags({ hypothesis, model, source }: InputFlags): void {
  if (model.length > 0 && source !== undefined) return;
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

/** Reads the files, then lets the models translate. Throws UserError where flags or files do not fit together. */
export async function readEvaluationInput(flags: InputFlags): Promise<EvaluationInput> {
  checkFlags(flags);
  const { reference, hypothesis, model, source, beam } = flags;
  const references: string[][] = [];
  for (const path of reference) {
    references.push(await readAllLines(path));
    checkLines(path, references[references.length - 1], reference[0], references[0]);
  }
  const read = async (path: string): Promise<string[]> => {
    const lines = await readAllLines(path);
    checkLines(path, lines, reference[0], references[0]);
    return lines;
  };
  const sources = source === undefined ? undefined : await read(source);
  const translations: string[][] = [];
  for (const path of hypothesis) translations.push(await read(path));
  for (const name of model) translations.push(await translateLines(name, sources ?? [], beam));
  const paths = [...hypothesis, ...model];
  const names = shortNames(paths);
  const systems = translations.map((hypotheses, i) => ({ name: names[i], hypotheses }));
  return { systems: withBaselineFirst(systems, paths, flags.baseline), references, sources };
}
