/** Operations of this project's own, written in the engine's, and how they are called. */
import { engine } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Operations } from './operations.js';

/** An operation that the tensor library records as one; its gradient is registered beside it. */
export interface Kernel {
  name: string;
  run<X>(ops: Operations<X>, inputs: Record<string, X>, attributes: NamedAttrMap): X[];
}

/** Calls an operation that has one result. */
export function callKernel(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor {
  const result = engine().runKernel<Tensor | Tensor[]>(name, inputs, attributes);
  return Array.isArray(result) ? result[0] : result;
}

/** Calls an operation that has several results. */
export function callKernels(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor[] {
  return engine().runKernel<Tensor[]>(name, inputs, attributes);
}
