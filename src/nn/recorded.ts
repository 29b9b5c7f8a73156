/** Operations of this project's own, written in the engine's, and how the tensor library records their gradient. */
import { customGrad, engine } from '@tensorflow/tfjs-core';
import type { GradSaveFunc, Tensor } from '@tensorflow/tfjs-core';
import { runningOperations } from './backend-operations.js';
import type { Operations } from './operations.js';
import { currentPrecision } from './precision.js';

/** What a forward pass leaves. */
export interface Recorded<X> {
  value: X;
  /** Handles that the backward pass reads besides the inputs; freed after it. */
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
 */
export function recorded(inputs: Tensor[], constants: Tensor[], operation: Operation): Tensor {
  const ops = runningOperations(currentPrecision());
  const recording = engine().state.gradientDepth > 0;
  const differentiable = customGrad((...given) => {
    const save = given.pop() as unknown as GradSaveFunc;
    save([...inputs, ...constants]);
    let pass: Recorded<unknown> | null = null;
    const [value, ...held] = ops.scope(() => {
      pass = operation(ops, inputs.map(ops.handle), constants.map(ops.handle));
      return recording ? [pass.value, ...pass.held] : [pass.value];
    });
    held.forEach(ops.hold);
    return {
      value: ops.tensor(value),
      gradFunc: (dValue: Tensor, saved: Tensor[]) => {
        const handles = saved.map(ops.handle);
        const gradients = ops.scope(() =>
          (pass as Recorded<unknown>).backward(
            handles.slice(0, inputs.length),
            handles.slice(inputs.length),
            ops.handle(dValue),
          ),
        );
        ops.release(held);
        return gradients.map(ops.tensor);
      },
    };
  });
  return differentiable(...inputs);
}
