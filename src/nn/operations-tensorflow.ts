/** The operations as TensorFlow's own, called through tfjs-node's addon by the number of a tensor. */
import type { Tensor } from '@tensorflow/tfjs-core';
import { boolean, integer, tensorFlow, type } from './tensorflow-addon.js';
import type { Attribute, OutputMetadata } from './tensorflow-addon.js';
import type { Operations, Precision, Transposition } from './operations.js';

/** TensorFlow's number for the type bfloat16, which the addon does not name. */
const TF_BFLOAT16 = 14;

/** A tensor of the addon; a factor may be meant as the transpose of what it holds. */
interface Handle extends OutputMetadata {
  transposed?: boolean;
}

/** The operations with products in the given precision. Operands are rounded to it; sums are float32. */
export function tensorFlowOperations(precision: Precision): Operations<Handle> {
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
  const one = (name: string, inputs: OutputMetadata[], attributes: Attribute[] = []): OutputMetadata =>
    run(name, attributes, inputs)[0];
  const cast = (x: OutputMetadata, to: number): OutputMetadata => one('Cast', [x], [type('DstT', to)]);

  /** A tensor that never changes, kept for the process's life. */
  function constant(values: number[] | number): OutputMetadata {
    const numbers = Int32Array.from([values].flat());
    return kept(`int32 ${Array.isArray(values)} ${numbers.join()}`, () => {
      const shape = Array.isArray(values) ? [numbers.length] : [];
      return { id: binding.createTensor(shape, binding.TF_INT32, numbers), shape, dtype: binding.TF_INT32 };
    });
  }
  function scalar(value: number): OutputMetadata {
    return kept(`float32 ${value}`, () => {
      const id = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value));
      return { id, shape: [], dtype: binding.TF_FLOAT };
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

  function reshaped(x: OutputMetadata, shape: number[]): OutputMetadata {
    return x.shape.length === shape.length && x.shape.every((size, axis) => size === shape[axis])
      ? x
      : one('Reshape', [x, constant(shape)]);
  }

  function multiplyMatrices(
    a: OutputMetadata,
    b: OutputMetadata,
    { transposeA = false, transposeB = false }: Transposition = {},
  ): OutputMetadata {
    // MatMul is the faster of the two wherever it will do.
    return a.shape.length === 2
      ? one('MatMul', [a, b], [boolean('transpose_a', transposeA), boolean('transpose_b', transposeB)])
      : one('BatchMatMulV2', [a, b], [boolean('adj_x', transposeA), boolean('adj_y', transposeB)]);
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
    hold: () => undefined,
    release: (held) => {
      for (const { id } of held) binding.deleteTensor(id);
    },
    adopt: (held) => backend.createOutputTensor(held),
    shape: (x) => x.shape,

    factor: (x) => (half ? cast(x, TF_BFLOAT16) : x),
    transposedFactor(x) {
      // A float32 matrix multiplies faster once it is transposed; a batch takes longer to be transposed.
      if (half || x.shape.length > 2) return { ...(half ? cast(x, TF_BFLOAT16) : x), transposed: true };
      return one('Transpose', [x, constant([1, 0])]);
    },
    product(a, b, { transposeA, transposeB = b.transposed } = {}) {
      const result = multiplyMatrices(a, b, { transposeA, transposeB });
      return half ? cast(result, binding.TF_FLOAT) : result;
    },
    fewRows: 2,
    exactProduct: multiplyMatrices,

    add: (a, b) => one('AddV2', [a, b]),
    subtract: (a, b) => one('Sub', [a, b]),
    multiply: (a, b) => one('Mul', [a, b]),
    sigmoid: (x) => one('Sigmoid', [x]),
    tanh: (x) => one('Tanh', [x]),
    sigmoidGradient: (y, dy) => one('SigmoidGrad', [y, dy]),
    tanhGradient: (y, dy) => one('TanhGrad', [y, dy]),
    lstmGradient(inputs) {
      // Of the input and of the weights LSTMBlockCellGrad reads the shape alone, and it knows matrices only.
      const { shape } = inputs.before;
      const size = shape[shape.length - 1];
      const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
      const matrix = (x: OutputMetadata): OutputMetadata => reshaped(x, [rows, size]);
      const before = matrix(inputs.before);
      const peephole = zeros([size]);
      const weights = [zeros([size, 4 * size]), peephole, peephole, peephole, zeros([4 * size])];
      const { input, cell, forget, output, candidate, squashed, dCell, dHidden } = inputs;
      const rest = [input, cell, forget, output, candidate, squashed, dCell, dHidden].map(matrix);
      const [dBefore, dGates] = run(
        'LSTMBlockCellGrad',
        [boolean('use_peephole', false)],
        [zeros([rows, 0]), before, before, ...weights, ...rest],
        5,
      );
      return [reshaped(dGates, [...shape.slice(0, -1), 4 * size]), reshaped(dBefore, shape)];
    },
    softmax: (x) => one('Softmax', [x]),
    logSoftmax: (x) => one('LogSoftmax', [x]),
    sum: (x, axis, keep = false) =>
      one(
        'Sum',
        [x, constant([axis])],
        [...float, type('Tidx', binding.TF_INT32), boolean('keep_dims', keep)],
      ),
    mean: (x) =>
      one(
        'Mean',
        [x, constant([x.shape.length - 1])],
        [...float, type('Tidx', binding.TF_INT32), boolean('keep_dims', true)],
      ),
    inverseRoot: (x, epsilon) => one('Rsqrt', [one('AddV2', [x, scalar(epsilon)])]),
    maximum: (x) =>
      one(
        'Max',
        [x, constant(x.shape.length - 1)],
        [...float, type('Tidx', binding.TF_INT32), boolean('keep_dims', false)],
      ),
    top: (x, count) => run('TopKV2', [...float, boolean('sorted', true)], [x, constant(count)], 2),
    pick: (x, places) =>
      one('GatherNd', [x, places], [type('Tparams', binding.TF_FLOAT), type('Tindices', binding.TF_INT32)]),
    lower: (x, places, amounts) =>
      one('TensorScatterSub', [x, places, amounts], [...float, type('Tindices', binding.TF_INT32)]),

    reshape: reshaped,
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
