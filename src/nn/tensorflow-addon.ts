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

function attribute(
  name: string,
  kind: keyof Binding & `TF_ATTR_${string}`,
  value: Attribute['value'],
): Attribute {
  return { name, type: tensorFlow().binding[kind], value };
}

export const type = (name: string, value: number): Attribute => attribute(name, 'TF_ATTR_TYPE', value);
export const boolean = (name: string, value: boolean): Attribute => attribute(name, 'TF_ATTR_BOOL', value);
export const integer = (name: string, value: number): Attribute => attribute(name, 'TF_ATTR_INT', value);
export const string = (name: string, value: string): Attribute => attribute(name, 'TF_ATTR_STRING', value);
export const dimensions = (name: string, value: number[]): Attribute =>
  attribute(name, 'TF_ATTR_SHAPE', value);
