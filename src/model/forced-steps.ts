/** The decoder led along target sentences that are given, each step looked into. */
import { dispose, norm, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { scoped } from '../nn/scope.js';
import { BOS, EOS } from '../text/special-pieces.js';
import type { DecoderState, InspectableModel, InspectedStep, SourceBatch } from './step-model.js';

export interface ForcedOptions {
  /** Target ids without `<s>`, one list for each source; step u reads piece u − 1, and `</s>` behind the last. */
  targets: number[][];
  /** How many steps to take. */
  steps: number;
  /** Shown each step; its tensors are freed afterwards. */
  visit: (step: InspectedStep, position: number) => void;
}

function tensorsOf({ hidden, cell, attentional }: DecoderState): Tensor[] {
  return [...hidden, ...cell, ...(attentional ? [attentional] : [])];
}

/**
 * Reads targets piece by piece (teacher forcing) and shows each step.
 * @returns the lengths of the encoder states, ‖h_s‖, `[B][T]` with padding
 */
export function forcedSteps(
  model: InspectableModel,
  source: SourceBatch,
  { targets, steps, visit }: ForcedOptions,
): number[][] {
  const { state: first, ...encoding } = scoped(() => model.encode(source));
  let state = first;
  try {
    for (let position = 0; position < steps; position++) {
      const previous = targets.map((target) => (position === 0 ? BOS : (target[position - 1] ?? EOS)));
      const next = scoped(() => {
        const step = model.inspect(tensor1d(previous, 'int32'), state, { ...encoding, state });
        visit(step, position);
        return step.state;
      });
      dispose(tensorsOf(state));
      state = next;
    }
    return tidy(() => norm(encoding.memory, 'euclidean', 2).arraySync() as number[][]);
  } finally {
    dispose([...tensorsOf(state), ...Object.values(encoding)]);
  }
}
