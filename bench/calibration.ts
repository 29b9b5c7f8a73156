/** How far a model's probabilities can be taken at their word, at several temperatures, on pairs it has not learnt. */
import * as tf from '@tensorflow/tfjs-core';
import { calibration } from '../src/evaluation/calibration.js';
import type { Calibration, Prediction } from '../src/evaluation/calibration.js';
import { batchSources } from '../src/model/source-batch.js';
import { modelAt } from '../src/serving/models.js';
import { Translator } from '../src/serving/translator.js';
import { BOS, EOS } from '../src/text/special-pieces.js';

export interface CalibrationBenchOptions {
  model: string;
  /** Source and target sentences in the model's direction. */
  pairs: readonly { source: string; target: string }[];
  temperatures?: number[];
  onProgress?: (done: number, total: number) => void;
}

export interface TemperatureRow extends Pick<Calibration, 'error' | 'overconfidence' | 'accuracy'> {
  temperature: number;
  /** Mean negative log-probability of the reference's pieces, in nats: what a temperature is fitted on. */
  loss: number;
}

/** Predictions and losses at one temperature. */
interface Tally {
  temperature: number;
  predictions: Prediction[];
  loss: number;
}

/** The likeliest piece of one row of scores against the reference's, at each temperature. */
function tell(scores: Float32Array, reference: number, tallies: Tally[]): void {
  let best = 0;
  for (let id = 1; id < scores.length; id++) if (scores[id] > scores[best]) best = id;
  for (const tally of tallies) {
    let sum = 0;
    for (const score of scores) sum += Math.exp((score - scores[best]) / tally.temperature);
    tally.predictions.push({ confidence: 1 / sum, right: best === reference });
    tally.loss += Math.log(sum) - (scores[reference] - scores[best]) / tally.temperature;
  }
}

/**
 * Reads reference translations word by word (teacher forcing), and holds the probability of the likeliest next
 * piece against whether it is the reference's (as Müller et al. 2019 do for translation).
 */
export async function benchCalibration(options: CalibrationBenchOptions): Promise<TemperatureRow[]> {
  const { pairs, temperatures = [0.8, 0.9, 1, 1.1, 1.2, 1.3], onProgress } = options;
  const translator = await Translator.load(modelAt(options.model).folder);
  const { model, tokenizers } = translator;
  const tallies = temperatures.map((temperature): Tally => ({ temperature, predictions: [], loss: 0 }));
  pairs.forEach(({ source, target }, k) => {
    const reference = [...tokenizers.target.encode(target), EOS];
    tf.tidy(() => {
      const { state: first, ...encoding } = model.encode(
        batchSources([[...tokenizers.source.encode(source), EOS]]),
      );
      let state = first;
      reference.forEach((id, u) => {
        const previous = tf.tensor1d([u === 0 ? BOS : reference[u - 1]], 'int32');
        const step = model.step(previous, state, { ...encoding, state });
        ({ state } = step);
        tell(step.logits.dataSync<'float32'>(), id, tallies);
      });
    });
    onProgress?.(k + 1, pairs.length);
  });
  translator.dispose();
  return tallies.map(({ temperature, predictions, loss }) => {
    const { error, overconfidence, accuracy } = calibration(predictions);
    return { temperature, error, overconfidence, accuracy, loss: loss / predictions.length };
  });
}
