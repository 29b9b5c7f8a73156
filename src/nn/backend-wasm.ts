/** Starts the WebAssembly engine, which runs everywhere on one thread, and adds what it lacks for training. */
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { EngineLibrary } from './backend-tensorflow.js';

type Numbers = Float32Array | Int32Array | Uint8Array;

interface WasmBackend {
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
  typedArrayFromHeap(tensor: tf.TensorInfo): Numbers;
}

/**
 * Sums the rows of `x` `[n, ...]` that share an id in `segmentIds` `[n]` into row id of the result
 * `[numSegments, ...]`; ids outside it are left out. The gradient of `gather` is this sum.
 */
function unsortedSegmentSum(
  backend: WasmBackend,
  x: tf.TensorInfo,
  segmentIds: tf.TensorInfo,
  numSegments: number,
): tf.TensorInfo {
  const inner = x.shape.slice(1);
  const output = backend.makeOutput([numSegments, ...inner], x.dtype);
  // Views of the heap are taken after the allocation, which may move it.
  const sums = backend.typedArrayFromHeap(output);
  const values = backend.typedArrayFromHeap(x);
  const ids = backend.typedArrayFromHeap(segmentIds);
  const width = tf.util.sizeFromShape(inner);
  sums.fill(0);
  for (let row = 0; row < ids.length; row++) {
    const id = ids[row];
    if (id < 0 || id >= numSegments) continue;
    const from = row * width;
    const to = id * width;
    for (let column = 0; column < width; column++) sums[to + column] += values[from + column];
  }
  return output;
}

function registerUnsortedSegmentSum(): void {
  if (tf.getKernel(tf.UnsortedSegmentSum, 'wasm') !== undefined) return;
  tf.registerKernel({
    kernelName: tf.UnsortedSegmentSum,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) =>
      unsortedSegmentSum(
        backend as WasmBackend,
        inputs.x as tf.TensorInfo,
        inputs.segmentIds as tf.TensorInfo,
        attrs!.numSegments as number,
      ),
  });
}

/** Loads the WebAssembly backend and makes it the backend of tfjs-core. Throws where it cannot be started. */
export async function startWebAssembly(): Promise<EngineLibrary> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  // tfjs-core for Node.js comes without the gradients of its operations: this package registers them all.
  await import('@tensorflow/tfjs-layers');
  const entry = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(join(dirname(entry), sep));
  registerUnsortedSegmentSum();
  if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend does not start');
  await tf.ready();
  return {
    description: `WebAssembly through @tensorflow/tfjs-backend-wasm ${wasm.version_wasm}`,
    version: wasm.version_wasm,
    packageVersion: wasm.version_wasm,
    threads: 1,
  };
}
