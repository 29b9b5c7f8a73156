/** How operations that an engine registers under a name of this project are called. */
import { engine } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';

/** Calls an operation that has one result. */
export function callKernel(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor {
  const result = engine().runKernel<Tensor | Tensor[]>(name, inputs, attributes);
  return Array.isArray(result) ? result[0] : result;
}

/** Calls an operation that has several results. */
export function callKernels(name: string, inputs: NamedTensorMap, attributes: NamedAttrMap = {}): Tensor[] {
  return engine().runKernel<Tensor[]>(name, inputs, attributes);
}
