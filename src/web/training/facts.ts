/** What a job was asked to do, as its page tells it: the data with its versions, the settings, what is held out. */
import { stringify } from 'yaml';
import { UserError } from '../../foundation/errors.js';
import type { JobRequest } from '../../jobs/job-request.js';
import { PRESETS, presetOf } from '../../jobs/presets.js';
import type { Store } from '../../store/database.js';

export interface Fact {
  name: string;
  value: string;
  href?: string;
}

export interface TrainingFacts {
  facts: Fact[];
  /** What was set by itself, as YAML; empty where it is the preset alone. */
  settings: string;
}

/** A data set by its name, which may be gone by now. */
function dataSetFact(
  { dataSets }: Pick<Store, 'dataSets'>,
  { dataSet, version, weight = 1 }: { dataSet: number; version?: number; weight?: number },
): Pick<Fact, 'value' | 'href'> {
  try {
    const { name } = dataSets.read(dataSet);
    const { version: number, pairs } = dataSets.version(dataSet, version);
    const which = version === undefined ? 'its latest version' : `version ${number}`;
    const weighed = weight === 1 ? '' : `, weight ${weight}`;
    return {
      value: `${name}, ${which}, ${pairs.toLocaleString('en')} pairs${weighed}`,
      href: `/data/${dataSet}`,
    };
  } catch (error) {
    if (error instanceof UserError) return { value: `data set ${dataSet}, which was deleted` };
    throw error;
  }
}

export function factsOf(store: Pick<Store, 'dataSets'>, request: JobRequest): TrainingFacts {
  const { base, data, preset, baseShare, seed, timeLimitMinutes, test, probe, settings } = request;
  const used = presetOf(request);
  const share = Math.round(100 * (baseShare ?? used.baseShare));
  const facts: Fact[] = [
    base === null
      ? { name: 'Begins', value: 'from scratch' }
      : { name: 'Begins with', value: base, href: `/models/${encodeURIComponent(base)}` },
    ...data.map((set) => ({ name: 'Data', ...dataSetFact(store, set) })),
    { name: 'Base data', value: share === 0 ? 'none' : `${share} % of what is read` },
    { name: 'Preset', value: preset === undefined ? `${used.title}, by default` : PRESETS[preset].title },
    test === null
      ? { name: 'Tested with', value: 'pairs held out of the data, and the base test' }
      : { name: 'Tested with', ...dataSetFact(store, test) },
    {
      name: 'Time limit',
      value:
        timeLimitMinutes === null
          ? 'none'
          : timeLimitMinutes === 1
            ? 'a minute'
            : `${timeLimitMinutes} minutes`,
    },
    { name: 'Seed', value: String(seed) },
    ...(probe === undefined ? [] : [{ name: 'Probe sentence', value: probe }]),
  ];
  return { facts, settings: Object.keys(settings).length === 0 ? '' : stringify(settings) };
}
