/** A decoder step's operations as raw TensorFlow ones by tensor id: each costs some microseconds, not a hundred. */
import { backend } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { InferenceKernels } from './inference-kernels.js';
import { blockLength } from './top-candidates.js';

interface Attribute {
  name: string;
  type: number;
  value: number | boolean;
}

interface OutputMetadata {
  id: number;
  shape: number[];
  dtype: number;
}

/** The part of tfjs-node's addon that is used here. */
interface Binding {
  TF_FLOAT: number;
  TF_INT32: number;
  TF_INT64: number;
  TF_ATTR_TYPE: number;
  TF_ATTR_BOOL: number;
  TF_ATTR_INT: number;
  TF_ATTR_FLOAT: number;
  createTensor(shape: number[], dtype: number, values: Int32Array | Float32Array): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Int32Array | Float32Array;
  executeOp(name: string, attributes: Attribute[], ids: number[], outputs: number): OutputMetadata[];
}

interface TensorFlowBackend {
  binding: Binding;
  getInputTensorIds(tensors: Tensor[]): number[];
  createOutputTensor(metadata: OutputMetadata): Tensor;
}

type Operation = keyof ReturnType<typeof attributesOf>;

/** A chain of raw operations: whatever it makes and does not keep is freed at its end. */
class Chain {
  private readonly made: number[] = [];

  constructor(
    private readonly tensorFlow: TensorFlowBackend,
    private readonly attributes: Record<Operation, Attribute[]>,
  ) {}

  run(name: Operation, ids: number[], outputs = 1): OutputMetadata[] {
    const operation = name === 'ScoreProduct' ? 'BatchMatMulV2' : name;
    const results = this.tensorFlow.binding.executeOp(operation, this.attributes[name], ids, outputs);
    for (const { id } of results) this.made.push(id);
    return results;
  }

  /** The only result's id. */
  one(name: Operation, ...ids: number[]): number {
    return this.run(name, ids)[0].id;
  }

  /** An int32 tensor, such as a shape or an axis. */
  integers(values: ArrayLike<number>, shape = [values.length]): OutputMetadata {
    const { binding } = this.tensorFlow;
    const id = binding.createTensor(shape, binding.TF_INT32, Int32Array.from(values));
    this.made.push(id);
    return { id, shape, dtype: binding.TF_INT32 };
  }

  /** An int64 number, which the addon takes as its low and its high half. */
  long(value: number): number {
    const { binding } = this.tensorFlow;
    const id = binding.createTensor([], binding.TF_INT64, Int32Array.of(value, 0));
    this.made.push(id);
    return id;
  }

  reshape(id: number, shape: number[]): OutputMetadata {
    return this.run('Reshape', [id, this.integers(shape).id])[0];
  }

  /** Frees all but what is kept and hands that to the tensor library. */
  end(...kept: OutputMetadata[]): Tensor[] {
    const keep = new Set(kept.map(({ id }) => id));
    for (const id of this.made) if (!keep.has(id)) this.tensorFlow.binding.deleteTensor(id);
    return kept.map((metadata) => this.tensorFlow.createOutputTensor(metadata));
  }
}

/** The attributes of every operation that is used here. */
function attributesOf(binding: Binding) {
  const type = (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value });
  const bool = (name: string, value: boolean): Attribute => ({ name, type: binding.TF_ATTR_BOOL, value });
  const whole = (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_INT, value });
  const real = (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_FLOAT, value });
  const float = type('T', binding.TF_FLOAT);
  const indices = type('Tidx', binding.TF_INT32);
  return {
    MatMul: [float, bool('transpose_a', false), bool('transpose_b', false)],
    BatchMatMulV2: [float, bool('adj_x', false), bool('adj_y', false)],
    ScoreProduct: [float, bool('adj_x', false), bool('adj_y', true)],
    AddV2: [float],
    BiasAdd: [float],
    Mul: [float],
    Sigmoid: [float],
    Tanh: [float],
    Softmax: [float],
    LogSoftmax: [float],
    Fill: [float, type('index_type', binding.TF_INT32)],
    BlockLSTM: [float, real('forget_bias', 0), real('cell_clip', -1), bool('use_peephole', false)],
    Split: [float, whole('num_split', 4)],
    Reshape: [float, type('Tshape', binding.TF_INT32)],
    Max: [float, indices, bool('keep_dims', false)],
    TopKV2: [float, bool('sorted', true)],
    GatherV2: [
      type('Tparams', binding.TF_FLOAT),
      type('Tindices', binding.TF_INT32),
      type('Taxis', binding.TF_INT32),
      whole('batch_dims', 1),
    ],
  } satisfies Record<string, Attribute[]>;
}

export function tensorFlowInferenceKernels(): InferenceKernels {
  const tensorFlow = backend() as unknown as TensorFlowBackend;
  const { binding } = tensorFlow;
  const attributes = attributesOf(binding);
  const ids = (...tensors: Tensor[]): number[] => tensorFlow.getInputTensorIds(tensors);
  const chain = (): Chain => new Chain(tensorFlow, attributes);
  // These small constants live as long as the engine.
  const constant = (value: number): number =>
    binding.createTensor([], binding.TF_INT32, Int32Array.of(value));
  const [one, two] = [constant(1), constant(2)];
  const zero = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(0));

  function topOfBlocks(scores: Tensor, count: number, length: number): Tensor[] {
    const [rows, size] = scores.shape as [number, number];
    const steps = chain();
    const wanted = steps.integers([count], []).id;
    const blocks = steps.reshape(ids(scores)[0], [rows, size / length, length]).id;
    const [, found] = steps.run('TopKV2', [steps.one('Max', blocks, two), wanted], 2);
    // In the order of their places, so that of equal scores the lower index stays first.
    const chosen = binding.tensorDataSync(found.id) as Int32Array;
    for (let row = 0; row < rows; row++) chosen.subarray(row * count, (row + 1) * count).sort();
    const searched = steps.one('GatherV2', blocks, steps.integers(chosen, [rows, count]).id, one);
    const flat = steps.reshape(searched, [rows, count * length]).id;
    const [values, places] = steps.run('TopKV2', [flat, wanted], 2);
    const indices = (binding.tensorDataSync(places.id) as Int32Array).map((place, i) => {
      const block = chosen[i - (i % count) + Math.floor(place / length)];
      return block * length + (place % length);
    });
    return steps.end(values, steps.integers(indices, [rows, count]));
  }

  return {
    lstmCell(x, kernel, addend, cell) {
      const [xId, kernelId, addendId, cellId] = ids(x, kernel, addend, cell);
      const steps = chain();
      const sums = steps.one('AddV2', steps.one('MatMul', xId, kernelId), addendId);
      const [input, candidate, forget, output] = steps.run('Split', [one, sums], 4).map(({ id }) => id);
      const kept = steps.one('Mul', steps.one('Sigmoid', forget), cellId);
      const added = steps.one('Mul', steps.one('Sigmoid', input), steps.one('Tanh', candidate));
      const [next] = steps.run('AddV2', [kept, added]);
      const opened = steps.one('Sigmoid', output);
      const [hidden] = steps.run('Mul', [opened, steps.one('Tanh', next.id)]);
      return steps.end(hidden, next);
    },

    lstmSequence(x, kernel, bias) {
      const [time, batch] = x.shape;
      const size = bias.shape[0] / 4;
      const steps = chain();
      const nothing = steps.one('Fill', steps.integers([batch, size]).id, zero);
      // It wants peephole weights even where it does not use them.
      const peephole = steps.one('Fill', steps.integers([size]).id, zero);
      const [xId, kernelId, biasId] = ids(x, kernel, bias);
      const inputs = [xId, nothing, nothing, kernelId, peephole, peephole, peephole, biasId];
      const outputs = steps.run('BlockLSTM', [steps.long(time), ...inputs], 7);
      return steps.end(outputs[6], outputs[1]);
    },

    attentionalStep(hidden, kernel, keys, values, mask) {
      const [batch, time, size] = keys.shape as [number, number, number];
      const [rows] = hidden.shape;
      const [hiddenId, kernelId, keysId, valuesId, maskId] = ids(hidden, kernel, keys, values, mask);
      const steps = chain();
      const queries = steps.reshape(hiddenId, [batch, rows / batch, size]).id;
      const scores = steps.one('AddV2', steps.one('ScoreProduct', queries, keysId), maskId);
      const weights = steps.one('Softmax', scores); // [B, K, T]
      const context = steps.reshape(steps.one('BatchMatMulV2', weights, valuesId), [rows, size]).id;
      const sum = steps.one('AddV2', context, steps.one('MatMul', hiddenId, kernelId));
      const [attentional] = steps.run('Tanh', [sum]);
      return steps.end(attentional, steps.reshape(weights, [rows, time]));
    },

    affine(x, kernel, bias) {
      const [xId, kernelId, biasId] = ids(x, kernel, bias);
      const steps = chain();
      const [result] = steps.run('BiasAdd', [steps.one('MatMul', xId, kernelId), biasId]);
      return steps.end(result)[0];
    },

    logSoftmax(logits) {
      const steps = chain();
      return steps.end(...steps.run('LogSoftmax', ids(logits)))[0];
    },

    topCandidates(scores, count) {
      const length = blockLength(scores.shape[1] as number, count);
      if (length !== null) return topOfBlocks(scores, count, length);
      const steps = chain();
      return steps.end(...steps.run('TopKV2', [...ids(scores), steps.integers([count], []).id], 2));
    },
  };
}
