/** Makes the engine's own operations known to the tensor library, so that their gradients can be recorded. */
import { registerKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { portableKernels } from './backend-kernels-portable.js';
import { tensorFlowKernels } from './backend-kernels-tensorflow.js';
import type { LstmBackwardInputs, Precision } from './kernels.js';

const LSTM_BACKWARD_INPUTS = ['x', 'kernel', 'bias', 'firstCell', 'firstHidden', 'hidden', 'cell'] as const;

/** Makes the operations known to the tensor library under the engine that is about to run. */
export function registerKernels(backendName: string): void {
  const kernels = backendName === 'tensorflow' ? tensorFlowKernels() : portableKernels();
  const register = (
    kernelName: string,
    run: (inputs: NamedTensorMap, attributes: NamedAttrMap) => Tensor | Tensor[],
  ): void => {
    registerKernel({
      kernelName,
      backendName,
      kernelFunc: ({ inputs, attrs }) => run(inputs as NamedTensorMap, attrs ?? {}),
    });
  };
  register('MatrixProduct', ({ a, b }, { transposeA, transposeB, precision }) =>
    kernels.product(a, b, transposeA as boolean, transposeB as boolean, precision as Precision),
  );
  register('LstmSequence', ({ x, kernel, bias, firstHidden, firstCell }) =>
    kernels.lstmForward(x, kernel, bias, firstHidden, firstCell),
  );
  register('LstmSequenceBackward', (inputs) => {
    const { input, forget, output, candidate, squashed, dHidden, dCell } = inputs;
    const rest = Object.fromEntries(LSTM_BACKWARD_INPUTS.map((name) => [name, inputs[name]]));
    const gates = { input, forget, output, candidate, squashed };
    return kernels.lstmBackward({ ...rest, gates } as LstmBackwardInputs, dHidden, dCell);
  });
  register('SparseCrossEntropy', ({ logits, labels }) => kernels.crossEntropy(logits, labels));
}
