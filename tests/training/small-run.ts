/** Small runs on the toy task, for tests of what a run does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSafetensors } from '../../src/model/safetensors.js';
import type { StoredTensor } from '../../src/model/safetensors.js';
import { checkRunConfig } from '../../src/training/configuration.js';
import type { RunConfig } from '../../src/training/configuration.js';
import type { TrainingObserver } from '../../src/training/observer.js';

type Section = Record<string, unknown>;

/** Changes to the sections of a configuration, or whole sections. */
export interface ConfigChanges {
  data?: Section;
  tokenizer?: Section;
  model?: Section;
  training?: Section;
  validation?: Section;
  warmStart?: Section;
}

/** A small model on the toy task, with dropout so that the generator's state matters. */
export function reverseConfig(updates: number, changes: ConfigChanges = {}): RunConfig {
  const { data, tokenizer, model, training, validation, warmStart } = changes;
  return checkRunConfig(
    {
      name: 'reverse',
      ...{ source: 'en', target: 'en' },
      data: data ?? { task: { kind: 'reverse', pairs: 300, development: 20, longest: 6 } },
      tokenizer: { sourceVocabulary: 57, targetVocabulary: 57, characterCoverage: 1, ...tokenizer },
      model: { embedding: 8, hidden: 12, ...model },
      training: { updates, batchTokens: 300, schedule: 'constant', precision: 'float32', ...training },
      validation: { every: 15, probe: 'a b c', ...validation },
      ...(warmStart === undefined ? {} : { warmStart }),
    },
    'test',
  );
}

export const never = new AbortController().signal;

/** A signal that is set when the run has done so many updates; reports come every ten. */
export function stopAfter(update: number): { signal: AbortSignal; observer: TrainingObserver } {
  const stop = new AbortController();
  return {
    signal: stop.signal,
    observer: { updated: (report) => (report.update >= update ? stop.abort() : undefined) },
  };
}

/** The weights of a run's checkpoint. */
export function weights(folder: string, checkpoint = 'last'): Map<string, StoredTensor> {
  return readSafetensors(readFileSync(join(folder, checkpoint, 'weights.safetensors')), folder);
}

/** The state of training in a run's checkpoint, without the time that it took. */
export function trainingState(folder: string, checkpoint = 'last'): unknown {
  const path = join(folder, checkpoint);
  const position = JSON.parse(readFileSync(join(path, 'training.json'), 'utf8')) as Section;
  const tensors = readSafetensors(readFileSync(join(path, 'training.safetensors')), folder);
  return { position: { ...position, seconds: 0, processorSeconds: 0 }, tensors };
}
