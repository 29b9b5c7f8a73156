/** From what a job is asked to do to the configuration of its run. */
import { join } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { readCheckpointCard } from '../model/checkpoint.js';
import type { InstalledModel } from '../serving/models.js';
import { checkRunConfig } from '../training/configuration.js';
import type { RunConfig } from '../training/configuration.js';
import type { JobData } from './job-data.js';
import { parseJobRequest } from './job-request.js';
import type { JobRequest, JobSettings, PresetName } from './job-request.js';
import { presetOf } from './presets.js';

type Section = Record<string, unknown>;

/** An optimiser has keys of its own, so that another one takes the place of the preset's as a whole. */
const WHOLE = new Set(['optimiser']);

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Settings over settings, key by key. */
export function mergeSettings(under: Section = {}, over: Section = {}): Section {
  const merged = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    merged[key] =
      isSection(before) && isSection(value) && !WHOLE.has(key) ? mergeSettings(before, value) : value;
  }
  return merged;
}

/** All that is set by a request and its preset. */
export function settingsOf(request: JobRequest): JobSettings {
  return mergeSettings(presetOf(request).settings, request.settings);
}

/** The model that a request begins with. @throws UserError where it is not there, or translates another way */
export function parentOf(
  { base, source, target }: JobRequest,
  models: InstalledModel[],
): InstalledModel | null {
  if (base === null) return null;
  const parent = models.find(({ name }) => name === base);
  if (!parent) {
    throw new UserError(
      `base: expected an installed model, got '${base}'; choose another, or train from scratch`,
      {
        status: 404,
      },
    );
  }
  if (parent.source !== source || parent.target !== target) {
    throw new UserError(
      `base: expected a model from ${source} to ${target}, got ${base} from ${parent.source} to ${parent.target}`,
    );
  }
  return parent;
}

/** The sections that a warm start settles: the architecture and the size of the vocabularies of the parent. */
function inherited(parent: InstalledModel): Pick<JobSettings, 'model' | 'tokenizer'> {
  const { sourceVocabulary, targetVocabulary, ...model } = readCheckpointCard(parent.folder).architecture;
  return { model, tokenizer: { sourceVocabulary, targetVocabulary } };
}

/** The training files with their weights, by which the base data has its share of what is read. */
function trainingFiles({ sets, baseShare, basePairs }: JobData, folder: string): RunConfig['data']['train'] {
  const own = sets.flatMap(({ train, weight }, place) =>
    train === 0 ? [] : [{ path: join(folder, `train-${place}.tsv`), train, weight }],
  );
  const read = own.reduce((sum, { train, weight }) => sum + train * weight, 0);
  const scale = baseShare > 0 ? (basePairs * (1 - baseShare)) / (baseShare * read) : 1;
  const files = own.map(({ path, weight }) => ({ path, weight: weight * scale }));
  return baseShare > 0 ? [...files, { path: join(folder, 'base.tsv'), weight: 1 }] : files;
}

/**
 * The configuration of a job's run.
 * @param folder that holds the job's data
 * @throws UserError that names a wrong setting
 */
export function planRun(
  request: JobRequest,
  data: JobData,
  { parent, folder }: { parent: InstalledModel | null; folder: string },
): RunConfig {
  const { data: mixing, ...sections } = settingsOf(request);
  const settled = parent === null ? {} : inherited(parent);
  const { name, source, target, seed } = request;
  const development = [join(folder, 'dev.tsv'), ...(data.baseDev > 0 ? [join(folder, 'base-dev.tsv')] : [])];
  return checkRunConfig(
    {
      ...mergeSettings(mergeSettings({}, sections), settled),
      ...{ name, source, target },
      data: { train: trainingFiles(data, folder), development, ...mixing },
      training: { ...sections.training, seed },
      validation: { probe: data.probe, ...sections.validation },
      ...(parent !== null && { warmStart: { checkpoint: parent.folder, vocabulary: 'same' } }),
    },
    `of job ${name}`,
  );
}

/** Data that stands for that of any job, which is not written yet. */
const SOME_DATA: JobData = {
  sets: [{ name: '', dataSet: 1, version: 1, hash: '', pairs: 1, weight: 1, train: 1 }],
  ...{ baseShare: 0.5, basePairs: 1, baseHash: '', dev: 1, baseDev: 1, test: 1, probe: '' },
};

/** Every setting as a preset has it, defaults included; with a base model, the model's own take the place of some. */
export function presetSettings(
  preset: PresetName,
): Pick<RunConfig, 'tokenizer' | 'model' | 'training' | 'validation'> {
  const request = parseJobRequest({
    ...{ name: 'preset', source: 'ko', target: 'en', data: [{ dataSet: 1 }], preset },
  });
  const { tokenizer, model, training, validation } = planRun(request, SOME_DATA, {
    parent: null,
    folder: '',
  });
  const { probe: _probe, ...validated } = validation;
  return { tokenizer, model, training, validation: validated };
}

/** @throws UserError that names a wrong setting, before anything is begun */
export function checkSettings(request: JobRequest, parent: InstalledModel | null): void {
  planRun(request, SOME_DATA, { parent, folder: '' });
}
