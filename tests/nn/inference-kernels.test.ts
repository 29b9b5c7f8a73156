import { checkInferenceKernels } from './inference-kernels-checks.js';

checkInferenceKernels('tensorflow');
