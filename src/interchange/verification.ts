/** Whether an exported model computes what Ieum computes: both read the same sentences, and their numbers are compared. */
import { dispose, gather, tensor1d } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { batchSources } from '../model/source-batch.js';
import type { DecoderState } from '../model/step-model.js';
import type { TranslationModel } from '../model/translation-model.js';
import { BOS, EOS } from '../text/special-pieces.js';
import type { OnnxSession } from './onnx-session.js';

/** Greatest distances of numbers that should be equal. */
export interface Distances {
  /** Of encoder states, padding left out. */
  memory: number;
  /** Of scores before the softmax. */
  logits: number;
  attention: number;
}

/** A source as ids with `</s>`, and the K target sentences that its hypotheses follow, without control pieces. */
export interface Followed {
  source: number[];
  targets: number[][];
}

const tensorsOf = ({ hidden, cell, attentional }: DecoderState): Tensor[] =>
  [...hidden, ...cell, attentional].filter((tensor) => tensor !== null);

function greatest(
  a: Float32Array,
  b: Float32Array,
  isCompared: (index: number) => boolean = () => true,
): number {
  let distance = 0;
  for (let i = 0; i < a.length; i++) {
    if (isCompared(i)) distance = Math.max(distance, Math.abs(a[i] - b[i]));
  }
  return a.length === b.length ? distance : Infinity;
}

/** Each row of the state K times. */
function repeatRows({ hidden, cell, attentional }: DecoderState, rows: number[]): DecoderState {
  const index = tensor1d(rows, 'int32');
  const repeated = (tensor: Tensor2D): Tensor2D => gather(tensor, index);
  const state = {
    hidden: hidden.map(repeated),
    cell: cell.map(repeated),
    attentional: attentional && repeated(attentional),
  };
  index.dispose();
  return state;
}

/**
 * Encodes the sources as one padded batch and reads the targets word by word.
 * @param followed at least one; all with the same number of targets, K
 */
export async function compareWithRuntime(
  model: TranslationModel,
  session: OnnxSession,
  followed: readonly Followed[],
): Promise<Distances> {
  const batch = batchSources(followed.map(({ source }) => source));
  const encoding = model.encode(batch);
  const decoding = await session.encode(batch);
  const { hidden } = model.config;
  const isWord = (index: number): boolean => {
    const place = Math.floor(index / hidden);
    return place % batch.time < batch.lengths[Math.floor(place / batch.time)];
  };
  const memory = greatest(encoding.memory.dataSync<'float32'>(), decoding.memory, isWord);
  const distances: Distances = { memory, logits: 0, attention: 0 };
  const rows = followed.flatMap(({ targets }, sentence) => targets.map(() => sentence));
  const targets = followed.flatMap((one) => one.targets);
  let state = repeatRows(encoding.state, rows);
  decoding.selectRows(rows);
  for (let u = 0; u <= Math.max(...targets.map(({ length }) => length)); u++) {
    const previous = targets.map((target) => (u === 0 ? BOS : (target[u - 1] ?? EOS)));
    const ids = tensor1d(previous, 'int32');
    const ours = model.step(ids, state, encoding);
    const theirs = await decoding.step(previous);
    const further = (name: 'logits' | 'attention'): void => {
      const distance = greatest(ours[name].dataSync<'float32'>(), theirs[name]);
      distances[name] = Math.max(distances[name], distance);
    };
    further('logits');
    further('attention');
    dispose([ids, ours.logits, ours.attention, ...tensorsOf(state)]);
    state = ours.state;
  }
  const { state: first, ...encoded } = encoding;
  dispose([...Object.values(encoded), ...tensorsOf(first), ...tensorsOf(state)]);
  return distances;
}
