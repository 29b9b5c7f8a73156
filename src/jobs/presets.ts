/** Sets of settings for usual cases; each setting can still be set by itself. */
import type { JobRequest, JobSettings, PresetName } from './job-request.js';

export interface Preset {
  title: string;
  description: string;
  /** Share of the base data in what is read. */
  baseShare: number;
  /** Most pairs of the base data that are taken; null for all. */
  basePairs: number | null;
  settings: JobSettings;
}

/** Rates against learning by heart, as the shipped models were trained with. */
const dropout = { embedding: 0.2, layer: 0.2, attentional: 0.3 };

const fineTuning = (updates: number, every: number): JobSettings => ({
  training: {
    ...{
      updates,
      batchTokens: 600,
      learningRate: 0.0004,
      warmup: Math.round(updates / 10),
      schedule: 'linear',
    },
    dropout,
  },
  validation: { every, metric: 'chrf', patience: 8, sentences: 200, samples: 4 },
});

export const PRESETS: Record<PresetName, Preset> = {
  quick: {
    title: 'Quick trial',
    description: 'A few minutes of fine-tuning, to see whether the data is of use',
    baseShare: 0.6,
    basePairs: 10_000,
    settings: fineTuning(150, 50),
  },
  'fine-tune': {
    title: 'Fine-tuning',
    description: 'Goes on from a model with your pairs, base data mixed in against forgetting',
    baseShare: 0.6,
    basePairs: 20_000,
    settings: fineTuning(400, 50),
  },
  thorough: {
    title: 'Thorough fine-tuning',
    description: 'The same for thousands of pairs and an hour or more',
    baseShare: 0.5,
    basePairs: null,
    settings: fineTuning(4000, 250),
  },
  scratch: {
    title: 'From scratch',
    description: 'A new model with vocabularies of its own, on your pairs and the base data; takes hours',
    baseShare: 0.5,
    basePairs: null,
    settings: {
      tokenizer: {
        algorithm: 'unigram',
        sourceVocabulary: 6000,
        targetVocabulary: 6000,
        characterCoverage: 0.9999,
      },
      training: {
        updates: 12_000,
        batchTokens: 600,
        learningRate: 0.002,
        warmup: 300,
        schedule: 'linear',
        dropout,
      },
      validation: { every: 500, metric: 'chrf', patience: 5, sentences: 300, samples: 4 },
    },
  },
};

/** The preset of a request. */
export function presetOf({ preset, base }: Pick<JobRequest, 'preset' | 'base'>): Preset {
  return PRESETS[preset ?? (base === null ? 'scratch' : 'fine-tune')];
}
