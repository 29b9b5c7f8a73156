/** The form of a new training: what can be chosen, what is chosen, and what a preset makes of the rest. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { UserError } from '../../foundation/errors.js';
import { PRESET_NAMES } from '../../jobs/job-request.js';
import type { JobRequest, PresetName } from '../../jobs/job-request.js';
import { presetSettings } from '../../jobs/plan.js';
import { PRESETS } from '../../jobs/presets.js';
import { SETTINGS, settingAt, settingField } from '../../render/training/settings.js';
import type { DataSet } from '../../store/data-sets.js';
import type { Retraining } from '../retraining.js';

/** Values of the form's fields, as a form sends them; `data` may be several. */
export type FormValues = Record<string, string | string[] | undefined>;

/** What is wrong, and in which field; null where it is about none of them. */
export interface FormError {
  field: string | null;
  message: string;
}

/** One honest sentence on each preset. */
const HONEST: Record<PresetName, string> = {
  quick: 'Tells in minutes whether your pairs are of use; a good model it is not yet.',
  'fine-tune':
    'Right for hundreds of pairs: learns their words and manner in some minutes, and forgets little.',
  thorough: 'For thousands of pairs; takes an hour or more, and with few pairs it learns them by heart.',
  scratch:
    'A new model that knows nothing but this data; takes hours, and with less than 100,000 pairs it will be worse than the shipped one.',
};

const DIRECTIONS = [
  { value: 'ko-en', source: 'ko', target: 'en', name: 'Korean → English' },
  { value: 'en-ko', source: 'en', target: 'ko', name: 'English → Korean' },
] as const;

/** The explained settings of the complete configuration, but for the data and the parent, which the form settles. */
function explainedSettings(): string {
  const path = fileURLToPath(new URL('../../../configs/complete.yaml', import.meta.url));
  if (!existsSync(path)) return '';
  const text = readFileSync(path, 'utf8');
  const from = text.indexOf('# The vocabularies');
  const until = text.indexOf('# Begin with what another model');
  return text.slice(Math.max(0, from), until < 0 ? undefined : until).trim();
}

const one = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value.at(-1) : value) ?? '';
const several = (value: string | string[] | undefined): string[] =>
  value === undefined || value === '' ? [] : [value].flat();

/** A name that the form proposes: the data set's, in the letters that a name may have. */
function proposedName(sets: DataSet[], chosen: string[]): string {
  const name = sets.find(({ id }) => chosen.includes(String(id)))?.name ?? '';
  const plain = name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '');
  return plain.slice(0, 40) || 'mine';
}

/** The values that ask for the same as a job did. */
export function valuesOfRequest(request: JobRequest): FormValues {
  const {
    name,
    source,
    target,
    base,
    data,
    preset,
    baseShare,
    settings,
    seed,
    timeLimitMinutes,
    test,
    probe,
  } = request;
  const text = (value: string | number | null | undefined): string => String(value ?? '');
  const values: FormValues = {
    ...{ name, direction: `${source}-${target}`, base: base ?? '', preset: preset ?? '' },
    ...{ data: data.map(({ dataSet }) => String(dataSet)), baseShare: text(baseShare), seed: text(seed) },
    ...{
      timeLimitMinutes: text(timeLimitMinutes),
      test: test ? JSON.stringify(test) : '',
      probe: text(probe),
    },
    settings: Object.keys(settings).length === 0 ? '' : stringify(settings),
  };
  for (const { dataSet, version, weight } of data) {
    values[`data.${dataSet}.version`] = text(version);
    values[`data.${dataSet}.weight`] = weight === 1 ? '' : text(weight);
  }
  return values;
}

/** Models to begin with in a direction, the active one first. */
function modelChoices({ models, promoter }: Retraining) {
  const installed = models();
  return DIRECTIONS.map((direction) => {
    const fitting = installed.filter(
      ({ source, target }) => source === direction.source && target === direction.target,
    );
    const active = promoter.active(direction)?.name;
    const choices = fitting
      .map(({ name, updates }) => ({ name, updates, active: name === active }))
      .sort((a, b) => Number(b.active) - Number(a.active));
    return { ...direction, models: choices };
  });
}

/** All that the template shows. */
export function trainingForm(retraining: Retraining, given: FormValues, error: FormError | null) {
  const { store } = retraining;
  const sets = store.dataSets.list();
  const directions = modelChoices(retraining);
  const ofBase = directions.find(({ models }) => models.some(({ name }) => name === one(given.base)));
  const fallback = ofBase ?? directions.find(({ models }) => models.length > 0) ?? directions[0];
  const direction = one(given.direction) || fallback.value;
  const active = directions.find(({ value }) => value === direction)?.models[0]?.name ?? '';
  const base = given.base === undefined ? active : one(given.base);
  const preset = one(given.preset) || (base === '' ? 'scratch' : 'fine-tune');
  const isPreset = (name: string): name is PresetName => (PRESET_NAMES as readonly string[]).includes(name);
  const presets = PRESET_NAMES.map((name) => ({
    ...{ name, title: PRESETS[name].title, sentence: HONEST[name], baseShare: PRESETS[name].baseShare },
    settings: presetSettings(name),
  }));
  const used = presetSettings(isPreset(preset) ? preset : 'fine-tune');
  const chosen = several(given.data);
  return {
    sets: sets.map((set) => ({
      ...set,
      versions: store.dataSets.versions(set.id),
      chosen: chosen.includes(String(set.id)),
      version: one(given[`data.${set.id}.version`]),
      weight: one(given[`data.${set.id}.weight`]),
    })),
    directions,
    presets,
    values: {
      ...{ direction, base, preset, test: one(given.test), probe: one(given.probe) },
      ...{ baseShare: one(given.baseShare), seed: one(given.seed), settings: one(given.settings) },
      timeLimitMinutes: one(given.timeLimitMinutes),
      name: one(given.name) || proposedName(sets, chosen),
    },
    settings: SETTINGS.map((setting) =>
      settingField(
        setting,
        one(given[`settings.${setting.path}`]),
        settingAt(used, setting.path),
        error?.field === `settings.${setting.path}` ? error.message : '',
      ),
    ),
    isSet: SETTINGS.some(({ path }) => one(given[`settings.${path}`]) !== '') || one(given.settings) !== '',
    explained: explainedSettings(),
    busy: store.jobs.list().some(({ state }) => state === 'running'),
  };
}

/** The fields of a query or a form as values. @throws UserError for what is none */
export function formValues(fields: unknown): FormValues {
  const values: FormValues = {};
  for (const [name, value] of Object.entries((fields ?? {}) as Record<string, unknown>)) {
    const isText =
      typeof value === 'string' || (Array.isArray(value) && value.every((v) => typeof v === 'string'));
    if (!isText) throw new UserError(`${name.slice(0, 40)}: expected a text, got another kind of value`);
    values[name] = value;
  }
  return values;
}
