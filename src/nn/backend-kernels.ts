/** Makes the project's own operations known to the tensor library under the engine that runs. */
import { registerKernel } from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core';
import type { Kernel } from './kernels.js';
import type { Operations, Precision } from './operations.js';
import { portableOperations } from './operations-portable.js';
import { tensorFlowOperations } from './operations-tensorflow.js';
import { matrixProduct } from './product.js';
import { pick, projectionLossKernel } from './projection-loss.js';
import { recurrence, recurrenceGradient } from './recurrence.js';

const kernels: Kernel[] = [matrixProduct, pick, projectionLossKernel, recurrence, recurrenceGradient];

export function registerKernels(backendName: string): void {
  if (backendName === 'tensorflow') {
    const operations = {
      float32: tensorFlowOperations('float32'),
      bfloat16: tensorFlowOperations('bfloat16'),
    };
    for (const kernel of kernels) register(backendName, kernel, (precision) => operations[precision]);
  } else {
    for (const kernel of kernels) register(backendName, kernel, () => portableOperations);
  }
}

function register<X>(
  backendName: string,
  kernel: Kernel,
  operationsIn: (precision: Precision) => Operations<X>,
): void {
  registerKernel({
    kernelName: kernel.name,
    backendName,
    kernelFunc: ({ inputs, attrs }): Tensor[] => {
      const attributes = attrs ?? {};
      const ops = operationsIn((attributes.precision ?? 'float32') as Precision);
      const handles = Object.entries(inputs as NamedTensorMap).map(([name, tensor]) => [
        name,
        ops.handle(tensor),
      ]);
      const results = ops.scope(() =>
        kernel.run(ops, Object.fromEntries(handles) as Record<string, X>, attributes),
      );
      return results.map((result) => ops.tensor(result));
    },
  });
}
