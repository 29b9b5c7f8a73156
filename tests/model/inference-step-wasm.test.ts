import { checkInferenceStep } from './inference-step-checks.js';

checkInferenceStep('wasm');
