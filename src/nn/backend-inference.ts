/** Makes the operations of a decoder step known to the tensor library under the engine that is about to run. */
import { registerKernel } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import { portableInferenceKernels } from './backend-inference-portable.js';
import { tensorFlowInferenceKernels } from './backend-inference-tensorflow.js';

export function registerInferenceKernels(backendName: string): void {
  const kernels = backendName === 'tensorflow' ? tensorFlowInferenceKernels() : portableInferenceKernels();
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
  register('LstmCell', ({ x, kernel, addend, cell }) => kernels.lstmCell(x, kernel, addend, cell));
  register('LstmSequence', ({ fromInput, ...recurrent }) =>
    kernels.lstmSequence(fromInput, Object.values(recurrent)),
  );
  register('AttentionalStep', ({ hidden, kernel, keys, values, mask }) =>
    kernels.attentionalStep(hidden, kernel, keys, values, mask),
  );
  register('Affine', ({ x, kernel, bias }) => kernels.affine(x, kernel, bias));
  register('LogProbabilities', ({ logits }) => kernels.logSoftmax(logits));
  register('TopCandidates', ({ scores }, { count }) => kernels.topCandidates(scores, count as number));
}
