/** The engine's operations in terms of TensorFlow's own fused ones, called through tfjs-node. */
import { add, backend, matMul, slice, squeeze, stack, tidy, unstack } from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels, LstmBackwardInputs } from './kernels.js';

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
  TF_ATTR_FLOAT: number;
  TF_ATTR_BOOL: number;
  createTensor(shape: number[], dtype: number, values: Int32Array): number;
  deleteTensor(id: number): void;
  executeOp(name: string, attributes: Attribute[], ids: number[], outputs: number): OutputMetadata[];
}

/** The part of tfjs-node's backend that is used here. */
interface TensorFlowBackend {
  binding: Binding;
  getInputTensorIds(tensors: Tensor[]): number[];
  createOutputTensor(metadata: OutputMetadata): Tensor;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(name: string, attributes: Attribute[], inputs: Tensor[], outputs: number): Tensor[];
}

/** TensorFlow's number for the type bfloat16, which the addon does not name. */
const TF_BFLOAT16 = 14;

export function tensorFlowKernels(): Kernels {
  const tensorFlow = backend() as unknown as TensorFlowBackend;
  const { binding } = tensorFlow;
  const type = (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_TYPE, value });
  const bool = (name: string, value: boolean): Attribute => ({ name, type: binding.TF_ATTR_BOOL, value });
  const real = (name: string, value: number): Attribute => ({ name, type: binding.TF_ATTR_FLOAT, value });
  const float = type('T', binding.TF_FLOAT);

  function cast(id: number, from: number, to: number): OutputMetadata {
    const attributes = [type('SrcT', from), type('DstT', to), bool('Truncate', false)];
    return binding.executeOp('Cast', attributes, [id], 1)[0];
  }

  /** Operands and result are rounded to bfloat16; sums are kept in float32 by the processor's instruction. */
  function halfProduct(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
    const operands = tensorFlow.getInputTensorIds([a, b]);
    const halves = operands.map((id) => cast(id, binding.TF_FLOAT, TF_BFLOAT16).id);
    const attributes = [
      type('T', TF_BFLOAT16),
      bool('transpose_a', transposeA),
      bool('transpose_b', transposeB),
    ];
    const half = binding.executeOp('MatMul', attributes, halves, 1)[0].id;
    const result = tensorFlow.createOutputTensor(cast(half, TF_BFLOAT16, binding.TF_FLOAT));
    for (const id of [...halves, half]) binding.deleteTensor(id);
    return result;
  }

  return {
    product: (a, b, transposeA, transposeB, precision) =>
      precision === 'bfloat16'
        ? halfProduct(a, b, transposeA, transposeB)
        : matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB),

    lstmForward(x, kernel, bias, hidden, cell) {
      // The addon takes an int64 as its low and its high half.
      const steps = binding.createTensor([], binding.TF_INT64, Int32Array.of(x.shape[0], 0));
      // BlockLSTM wants peephole weights even where it does not use them.
      const peephole = slice(bias, [0], [hidden.shape[1] as number]);
      const attributes = [float, real('forget_bias', 0), real('cell_clip', -1), bool('use_peephole', false)];
      const inputs = [x, cell, hidden, kernel, peephole, peephole, peephole, bias];
      const ids = [steps, ...tensorFlow.getInputTensorIds(inputs)];
      const outputs = binding.executeOp('BlockLSTM', attributes, ids, 7);
      binding.deleteTensor(steps);
      peephole.dispose();
      const [input, cells, forget, output, candidate, squashed, hiddens] = outputs.map((metadata) =>
        tensorFlow.createOutputTensor(metadata),
      );
      return [hiddens, cells, input, forget, output, candidate, squashed];
    },

    lstmBackward(inputs: LstmBackwardInputs, dHidden, dCell) {
      return tidy(() => {
        const { x, kernel, bias, firstCell, firstHidden, gates } = inputs;
        const size = firstHidden.shape[1] as number;
        const recurrent = slice(kernel as Tensor2D, [kernel.shape[0] - size, 0], [size, -1]);
        const peephole = slice(bias, [0], [size]);
        const [input, cell, forget, output, candidate, squashed, hidden, dHiddens, dCells] = [
          gates.input,
          inputs.cell,
          gates.forget,
          gates.output,
          gates.candidate,
          gates.squashed,
          inputs.hidden,
          dHidden,
          dCell,
        ].map((tensor) => unstack(tensor));
        // LSTMBlockCellGrad reads only the shape of the input and of the weights.
        const shapeOnly = squeeze(slice(x, [0, 0, 0], [1, -1, -1]), [0]);
        const dGates: Tensor[] = [];
        let dh: Tensor = dHiddens[dHiddens.length - 1];
        let dc: Tensor = dCells[dCells.length - 1];
        for (let t = x.shape[0] - 1; t >= 0; t--) {
          const previousCell = t > 0 ? cell[t - 1] : firstCell;
          const previousHidden = t > 0 ? hidden[t - 1] : firstHidden;
          const weights = [kernel, peephole, peephole, peephole, bias];
          const saved = [input[t], cell[t], forget[t], output[t], candidate[t], squashed[t]];
          const [dPrevious, dGate] = tensorFlow.executeMultipleOutputs(
            'LSTMBlockCellGrad',
            [float, bool('use_peephole', false)],
            [shapeOnly, previousCell, previousHidden, ...weights, ...saved, dc, dh],
            5,
          );
          dGates[t] = dGate;
          const dRecurrent = matMul(dGate as Tensor2D, recurrent, false, true);
          dh = t > 0 ? add(dHiddens[t - 1], dRecurrent) : dRecurrent;
          dc = t > 0 ? add(dCells[t - 1], dPrevious) : dPrevious;
        }
        return [stack(dGates), dh, dc];
      });
    },

    crossEntropy: (logits, labels) =>
      tensorFlow.executeMultipleOutputs(
        'SparseSoftmaxCrossEntropyWithLogits',
        [float, type('Tlabels', binding.TF_INT32)],
        [logits, labels],
        2,
      ),
  };
}
