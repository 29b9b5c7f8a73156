/** Which engine's operations run. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { Operations, Precision } from './operations.js';
import { portableOperations } from './operations-portable.js';
import { tensorFlowOperations } from './operations-tensorflow.js';

/** A handle of the engine that runs; only its own operations look into it. */
export type Handle = unknown;

const made = new Map<string, Operations<Handle>>();

/** The operations of the running engine, with products in the given precision. */
export function runningOperations(precision: Precision): Operations<Handle> {
  const name = getBackend();
  const key = `${name} ${precision}`;
  const operations =
    made.get(key) ?? (name === 'tensorflow' ? tensorFlowOperations(precision) : portableOperations);
  made.set(key, operations as Operations<Handle>);
  return operations as Operations<Handle>;
}
