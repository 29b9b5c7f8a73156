/** A model under other conditions than it was trained in: words that attention may not see, or no attention. */
import { add, mul, tensor3d } from '@tensorflow/tfjs-core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { MASKED_SCORE } from '../nn/attention.js';
import { scoped } from '../nn/scope.js';
import type { Encoding, SourceBatch, StepModel } from './step-model.js';

export interface AttentionConditions {
  /** Source positions that the attention may not look at, the same in each sentence. */
  forbiddenSource?: readonly number[];
  /** The same weight for every source piece. */
  uniform?: boolean;
}

/** So low that every score vanishes in it, and twice as low without an overflow. */
const FLAT_SCORE = -1e30;

/** The mask `[B, 1, T]` with the conditions in it. */
function conditionedMask(mask: Tensor3D, { forbiddenSource = [], uniform }: AttentionConditions): Tensor3D {
  const hidden = new Float32Array(mask.shape[2]);
  for (const position of forbiddenSource) hidden[position] = MASKED_SCORE;
  const whole = add(mask, tensor3d(hidden, [1, 1, hidden.length]));
  if (!uniform) return whole as Tensor3D;
  // Words get FLAT_SCORE and all others at least twice that: a softmax that is even over the words.
  return add(mul(whole, FLAT_SCORE / MASKED_SCORE), FLAT_SCORE);
}

/** The same model whose attention is held to the conditions; it belongs to whoever has the model. */
export function conditioned<Model extends StepModel>(model: Model, conditions: AttentionConditions): Model {
  const { forbiddenSource = [], uniform = false } = conditions;
  if (forbiddenSource.length === 0 && !uniform) return model;
  const encode = (source: SourceBatch): Encoding =>
    scoped(() => {
      const encoding = model.encode(source);
      return { ...encoding, mask: conditionedMask(encoding.mask, conditions) };
    });
  return Object.create(model, { encode: { value: encode } }) as Model;
}
