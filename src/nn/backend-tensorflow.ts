/** Starts the TensorFlow engine: the package `@tensorflow/tfjs-node`, a native library with all cores. */
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';

export interface EngineLibrary {
  description: string;
  version: string;
  packageVersion: string;
  threads: number;
}

/** What is read of the package. It is optional, so its own types may be absent when Ieum is compiled. */
interface TensorFlowPackage {
  version: Record<string, string>;
}

interface TensorFlowBackend {
  binding?: { TF_Version?: string };
}

const require = createRequire(import.meta.url);

/** Warnings of Node.js about what tfjs-node 4.22 and its dependencies use: nobody who runs Ieum can act on them. */
const outdatedUses = new Set(['DEP0040', 'DEP0044', 'DEP0051', 'DEP0169']);

/** Gives back what tfjs-node 4.22 calls and Node.js 23 and later lack: `util.isNullOrUndefined` and `util.isArray`. */
function restoreUtilities(): void {
  const util = require('node:util') as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown): boolean => value === null || value === undefined;
  util.isArray = Array.isArray;
}

/** Runs `load` with Node.js silent about outdated uses; other warnings pass. */
function withoutOutdatedWarnings<T>(load: () => T): T {
  const emitter = process as { emitWarning: (...warning: unknown[]) => void };
  const original = emitter.emitWarning;
  emitter.emitWarning = (...warning) => {
    const [, options, code] = warning;
    const given = typeof options === 'object' && options !== null && 'code' in options ? options.code : code;
    if (!outdatedUses.has(String(given))) original.apply(process, warning);
  };
  try {
    return load();
  } finally {
    emitter.emitWarning = original;
  }
}

/**
 * Loads tfjs-node and makes it the backend of tfjs-core.
 * @param threads the thread count set in the environment, or null for all cores
 * Throws where the package, its addon or its library is absent, or where it holds a tfjs-core of its own.
 */
export async function startTensorFlow(threads: number | null): Promise<EngineLibrary> {
  restoreUtilities();
  const library = withoutOutdatedWarnings(() => require('@tensorflow/tfjs-node') as TensorFlowPackage);
  if (tf.findBackend('tensorflow') === null) {
    throw new Error('tfjs-node holds a second copy of tfjs-core');
  }
  await tf.setBackend('tensorflow');
  await tf.ready();
  const version = (tf.backend() as unknown as TensorFlowBackend).binding?.TF_Version ?? 'unknown';
  return {
    description: `TensorFlow ${version} through @tensorflow/tfjs-node`,
    version,
    packageVersion: library.version['tfjs-node'] ?? 'unknown',
    threads: threads ?? availableParallelism(),
  };
}
