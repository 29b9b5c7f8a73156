/** Chains of raw TensorFlow operations by tensor id: each costs some microseconds, not a hundred. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { boolean, integer, tensorFlow, type } from './tensorflow-addon.js';
import type { Attribute, OutputMetadata } from './tensorflow-addon.js';

/** The attributes of every operation that is used here. */
function attributesOf(binding: ReturnType<typeof tensorFlow>['binding']) {
  const float = type('T', binding.TF_FLOAT);
  const indices = type('Tidx', binding.TF_INT32);
  return {
    MatMul: [float, boolean('transpose_a', false), boolean('transpose_b', false)],
    BatchMatMulV2: [float, boolean('adj_x', false), boolean('adj_y', false)],
    ScoreProduct: [float, boolean('adj_x', false), boolean('adj_y', true)],
    AddV2: [float],
    BiasAdd: [float],
    Mul: [float],
    Sigmoid: [float],
    Tanh: [float],
    Softmax: [float],
    LogSoftmax: [float],
    Fill: [float, type('index_type', binding.TF_INT32)],
    Split: [float],
    ConcatV2: [float, indices],
    Unpack: [float, integer('axis', 0)],
    Pack: [float, integer('axis', 0)],
    Reshape: [float, type('Tshape', binding.TF_INT32)],
    Max: [float, indices, boolean('keep_dims', false)],
    TopKV2: [float, boolean('sorted', true)],
    GatherV2: [
      type('Tparams', binding.TF_FLOAT),
      type('Tindices', binding.TF_INT32),
      type('Taxis', binding.TF_INT32),
      integer('batch_dims', 1),
    ],
  } satisfies Record<string, Attribute[]>;
}

let known: Record<Operation, Attribute[]> | null = null;

export type Operation = keyof ReturnType<typeof attributesOf>;

/** Whatever a chain makes and does not keep is freed at its end. */
export class Chain {
  private readonly made: number[] = [];
  private readonly engine = tensorFlow();
  private readonly attributes = (known ??= attributesOf(this.engine.binding));

  /** @param extra attributes that differ from call to call */
  run(name: Operation, ids: number[], outputs = 1, extra: Attribute[] = []): OutputMetadata[] {
    const operation = name === 'ScoreProduct' ? 'BatchMatMulV2' : name;
    const attributes = [...this.attributes[name], ...extra];
    const results = this.engine.binding.executeOp(operation, attributes, ids, outputs);
    for (const { id } of results) this.made.push(id);
    return results;
  }

  /** The only result's id. */
  one(name: Operation, ...ids: number[]): number {
    return this.run(name, ids)[0].id;
  }

  /** The ids of tensors of the library. */
  inputs(...tensors: Tensor[]): number[] {
    return this.engine.backend.getInputTensorIds(tensors);
  }

  /** An int32 tensor, such as a shape or an axis. */
  integers(values: ArrayLike<number>, shape = [values.length]): OutputMetadata {
    const { binding } = this.engine;
    const id = binding.createTensor(shape, binding.TF_INT32, Int32Array.from(values));
    this.made.push(id);
    return { id, shape, dtype: binding.TF_INT32 };
  }

  /** A float32 tensor that is zero everywhere. */
  zeros(shape: number[]): number {
    const { binding } = this.engine;
    const zero = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(0));
    this.made.push(zero);
    return this.one('Fill', this.integers(shape).id, zero);
  }

  /** Equal parts of a tensor. */
  split(id: number, { parts, axis }: { parts: number; axis: number }): number[] {
    const inputs = [this.integers([axis], []).id, id];
    return this.run('Split', inputs, parts, [integer('num_split', parts)]).map((part) => part.id);
  }

  /** The rows of tensors below each other. */
  concat(ids: number[]): number {
    return this.run('ConcatV2', [...ids, this.integers([0], []).id], 1, [integer('N', ids.length)])[0].id;
  }

  reshape(id: number, shape: number[]): OutputMetadata {
    return this.run('Reshape', [id, this.integers(shape).id])[0];
  }

  /** The numbers of an int32 tensor. */
  read(id: number): Int32Array {
    return this.engine.binding.tensorDataSync(id) as unknown as Int32Array;
  }

  /** Frees all but what is kept and hands that to the tensor library. */
  end(...kept: OutputMetadata[]): Tensor[] {
    const keep = new Set(kept.map(({ id }) => id));
    for (const id of this.made) if (!keep.has(id)) this.engine.binding.deleteTensor(id);
    return kept.map((metadata) => this.engine.backend.createOutputTensor(metadata));
  }
}
