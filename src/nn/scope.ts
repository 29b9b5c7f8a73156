/** Freeing the intermediate tensors of a computation whose result is a record of tensors. */
import { tidy } from '@tensorflow/tfjs-core';
import type { TensorContainer } from '@tensorflow/tfjs-core';

/** tfjs's tidy for results that are typed records, with null where a tensor may be missing. */
export function scoped<T>(compute: () => T): T {
  return tidy(() => compute() as unknown as TensorContainer) as unknown as T;
}
