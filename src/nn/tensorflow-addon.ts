/** The part of tfjs-node's backend and addon that the operations call below the tensor library's surface. */
import { backend } from '@tensorflow/tfjs-core';
import type { DataId, Tensor } from '@tensorflow/tfjs-core';

export interface Attribute {
  name: string;
  type: number;
  value: number | boolean | string | number[];
}

/** A tensor of the addon. */
export interface OutputMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

interface Binding {
  TF_FLOAT: number;
  TF_INT32: number;
  TF_ATTR_STRING: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_SHAPE: number;
  createTensor(shape: number[], dtype: number, values: Int32Array | Float32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array;
  executeOp(name: string, attributes: Attribute[], ids: number[], outputs: number): OutputMetadata[];
}

export interface TensorFlowBackend {
  binding: Binding;
  /** What each tensor of the library is in the addon; `id` is -1 while its numbers are still JavaScript's. */
  tensorMap: { get(dataId: DataId): { id: number; values: unknown } };
  getInputTensorIds(tensors: Tensor[]): number[];
  createOutputTensor(metadata: OutputMetadata): Tensor;
}

/** The running backend, which must be tfjs-node's. */
export function tensorFlow(): { backend: TensorFlowBackend; binding: Binding } {
  const running = backend() as unknown as TensorFlowBackend;
  return { backend: running, binding: running.binding };
}

const attribute =
  <V extends Attribute['value']>(kind: (binding: Binding) => number) =>
  (name: string, value: V): Attribute => ({ name, type: kind(tensorFlow().binding), value });

export const type = attribute<number>((binding) => binding.TF_ATTR_TYPE);
export const boolean = attribute<boolean>((binding) => binding.TF_ATTR_BOOL);
export const integer = attribute<number>((binding) => binding.TF_ATTR_INT);
export const string = attribute<string>((binding) => binding.TF_ATTR_STRING);
export const dimensions = attribute<number[]>((binding) => binding.TF_ATTR_SHAPE);
