import { checkInferenceKernels } from './inference-kernels-checks.js';

checkInferenceKernels('wasm');
