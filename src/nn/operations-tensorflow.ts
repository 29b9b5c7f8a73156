/** The operations as TensorFlow's own, called through tfjs-node's addon by the number of a tensor. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { boolean, integer, tensorFlow, type } from './tensorflow-addon.js';
import type { Attribute, OutputMetadata } from './tensorflow-addon.js';
import type { Operations, Precision, Transposition } from './operations.js';

/** TensorFlow's number for the type bfloat16, which the addon does not name. */
const TF_BFLOAT16 = 14;

/** The operations with products in the given precision. Operands are rounded to it; sums are float32. */
export function tensorFlowOperations(precision: Precision): Operations<OutputMetadata> {
  const { backend, binding } = tensorFlow();
  const half = precision === 'bfloat16';
  const float = [type('T', binding.TF_FLOAT)];
  const made: OutputMetadata[][] = [];
  const constants = new Map<string, OutputMetadata>();

  function run(name: string, attributes: Attribute[], inputs: OutputMetadata[], count = 1): OutputMetadata[] {
    const ids = inputs.map(({ id }) => id);
    const outputs = binding.executeOp(name, attributes, ids, count);
    made.at(-1)?.push(...outputs);
    return outputs;
  }
  const one = (name: string, inputs: OutputMetadata[], attributes = float): OutputMetadata =>
    run(name, attributes, inputs)[0];
  const cast = (x: OutputMetadata, to: number): OutputMetadata =>
    one('Cast', [x], [type('SrcT', x.dtype), type('DstT', to), boolean('Truncate', false)]);

  /** A tensor that never changes, kept for the process's life. */
  function constant(values: number[] | number): OutputMetadata {
    const numbers = Int32Array.from([values].flat());
    return kept(`int32 ${Array.isArray(values)} ${numbers.join()}`, () => {
      const shape = Array.isArray(values) ? [numbers.length] : [];
      return { id: binding.createTensor(shape, binding.TF_INT32, numbers), shape, dtype: binding.TF_INT32 };
    });
  }
  function zeros(shape: number[]): OutputMetadata {
    return kept(`zeros ${shape.join()}`, () => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      return { id: binding.createTensor(shape, binding.TF_FLOAT, values), shape, dtype: binding.TF_FLOAT };
    });
  }
  function kept(key: string, make: () => OutputMetadata): OutputMetadata {
    const constant = constants.get(key) ?? make();
    constants.set(key, constant);
    return constant;
  }

  function multiplyMatrices(
    a: OutputMetadata,
    b: OutputMetadata,
    { transposeA = false, transposeB = false }: Transposition = {},
  ): OutputMetadata {
    const numbers = type('T', a.dtype);
    // MatMul is the faster of the two wherever it will do.
    return a.shape.length === 2
      ? one(
          'MatMul',
          [a, b],
          [numbers, boolean('transpose_a', transposeA), boolean('transpose_b', transposeB)],
        )
      : one('BatchMatMulV2', [a, b], [numbers, boolean('adj_x', transposeA), boolean('adj_y', transposeB)]);
  }

  return {
    handle: (tensor: Tensor) => ({
      id: backend.getInputTensorIds([tensor])[0],
      shape: tensor.shape,
      dtype: tensor.dtype === 'int32' ? binding.TF_INT32 : binding.TF_FLOAT,
    }),
    tensor: (x) => backend.createOutputTensor(x),
    scope(compute) {
      made.push([]);
      let kept: OutputMetadata[] = [];
      try {
        kept = compute();
        return kept;
      } finally {
        const keptIds = new Set(kept.map(({ id }) => id));
        for (const output of made.pop() ?? []) {
          if (keptIds.has(output.id)) made.at(-1)?.push(output);
          else binding.deleteTensor(output.id);
        }
      }
    },
    shape: (x) => x.shape,

    factor: (x) => (half ? cast(x, TF_BFLOAT16) : x),
    product(a, b, transposition) {
      const result = multiplyMatrices(a, b, transposition);
      return half ? cast(result, binding.TF_FLOAT) : result;
    },
    exactProduct: multiplyMatrices,

    add: (a, b) => one('AddV2', [a, b]),
    subtract: (a, b) => one('Sub', [a, b]),
    multiply: (a, b) => one('Mul', [a, b]),
    sigmoid: (x) => one('Sigmoid', [x]),
    tanh: (x) => one('Tanh', [x]),
    sigmoidGradient: (y, dy) => one('SigmoidGrad', [y, dy]),
    tanhGradient: (y, dy) => one('TanhGrad', [y, dy]),
    lstmGradient({ input, candidate, forget, output, cell, squashed, before, dHidden, dCell }) {
      // Of the input and of the weights LSTMBlockCellGrad reads the shape alone.
      const [rows, size] = before.shape;
      const peephole = zeros([size]);
      const weights = [zeros([size, 4 * size]), peephole, peephole, peephole, zeros([4 * size])];
      const gates = [input, cell, forget, output, candidate, squashed];
      const [dBefore, dGates] = run(
        'LSTMBlockCellGrad',
        [...float, boolean('use_peephole', false)],
        [zeros([rows, 0]), before, before, ...weights, ...gates, dCell, dHidden],
        5,
      );
      return [dGates, dBefore];
    },
    softmax: (x) => one('Softmax', [x]),
    sum: (x, axis, keep = false) =>
      one(
        'Sum',
        [x, constant([axis])],
        [...float, type('Tidx', binding.TF_INT32), boolean('keep_dims', keep)],
      ),
    pick: (x, places) =>
      one('GatherNd', [x, places], [type('Tparams', binding.TF_FLOAT), type('Tindices', binding.TF_INT32)]),
    lower: (x, places, amounts) =>
      one('TensorScatterSub', [x, places, amounts], [...float, type('Tindices', binding.TF_INT32)]),

    transpose: (x) =>
      one(
        'Transpose',
        [x, constant(x.shape.length === 2 ? [1, 0] : [0, 2, 1])],
        [...float, type('Tperm', binding.TF_INT32)],
      ),
    reshape: (x, shape) =>
      one('Reshape', [x, constant(shape)], [type('T', x.dtype), type('Tshape', binding.TF_INT32)]),
    split: (x, count) =>
      run('Split', [...float, integer('num_split', count)], [constant(x.shape.length - 1), x], count),
    join: (parts) =>
      parts.length === 1
        ? parts[0]
        : one(
            'ConcatV2',
            [...parts, constant(parts[0].shape.length - 1)],
            [...float, integer('N', parts.length), type('Tidx', binding.TF_INT32)],
          ),
    unstack: (x, axis) =>
      run('Unpack', [...float, integer('num', x.shape[axis]), integer('axis', axis)], [x], x.shape[axis]),
    stack: (slices, axis) =>
      one('Pack', slices, [...float, integer('N', slices.length), integer('axis', axis)]),
  };
}
