/** Operations of this project's own, written in the engine's, and how the tensor library records their gradient. */
import { customGrad, engine } from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import { runningOperations } from './backend-operations.js';
import type { Handle } from './backend-operations.js';
import { inScope } from './operations.js';
import type { Operations } from './operations.js';
import { currentPrecision } from './precision.js';

/** What a forward pass leaves. */
export interface Recorded<X> {
  value: X;
  /** Further results, which have no gradient. */
  others?: X[];
  /** Handles of the pass's own, none of an input, that the backward pass reads; freed after it. */
  held: X[];
  /** The gradient of every input, in their order; the inputs' own handles are made anew for it. */
  backward: (inputs: X[], constants: X[], dValue: X) => X[];
}

/** An operation in the terms of any engine. */
export type Operation = <X>(ops: Operations<X>, inputs: X[], constants: X[]) => Recorded<X>;

/** Runs operations of the engine on tensors, without a gradient. */
export function computed(inputs: Tensor[], run: <X>(ops: Operations<X>, handles: X[]) => X[]): Tensor[] {
  const ops = runningOperations(currentPrecision());
  return ops.scope(() => run(ops, inputs.map(ops.handle))).map(ops.tensor);
}

/**
 * Runs an operation that has a hand-written gradient.
 * @param inputs tensors that have a gradient @param constants tensors without one, such as dropout's masks
 * @returns its value, then its further results
 */
export function recorded<T extends Tensor = Tensor>(
  inputs: Tensor[],
  constants: Tensor[],
  operation: Operation,
): [T, ...Tensor[]] {
  const ops = runningOperations(currentPrecision());
  const recording = engine().state.gradientDepth > 0;
  let others: Handle[] = [];
  const differentiable = customGrad((...given) => {
    const save = given.pop() as unknown as GradSaveFunc;
    save([...inputs, ...constants]);
    const pass = inScope(
      ops,
      () => operation(ops, inputs.map(ops.handle), constants.map(ops.handle)),
      ({ value, others = [], held }) => [value, ...others, ...(recording ? held : [])],
    );
    others = pass.others ?? [];
    const held = recording ? [...new Set(pass.held)] : [];
    for (const handle of [...others, ...held]) ops.hold(handle);
    return {
      value: ops.tensor(pass.value),
      gradFunc: (dValue: Tensor, saved: Tensor[]) => {
        const handles = saved.map(ops.handle);
        const [ofInputs, ofConstants] = [handles.slice(0, inputs.length), handles.slice(inputs.length)];
        const gradients = ops.scope(() => pass.backward(ofInputs, ofConstants, ops.handle(dValue)));
        ops.release(held);
        return gradients.map(ops.tensor);
      },
    };
  });
  const value = differentiable(...inputs) as T;
  return [value, ...others.map(ops.adopt)];
}
