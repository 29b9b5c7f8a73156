/** The precision that a run computes in. */
import { beforeAll, expect, it } from 'vitest';
import { engine, initialiseEngine } from '../../src/nn/backend.js';
import { hasFastBfloat16 } from '../../src/nn/processor.js';
import { resolvePrecision } from '../../src/training/preparation.js';

beforeAll(() => initialiseEngine());

it('a precision that is named is taken; auto is bfloat16 where that is fast', () => {
  expect(resolvePrecision('float32')).toBe('float32');
  expect(resolvePrecision('bfloat16')).toBe('bfloat16');
  const fast = engine().name === 'tensorflow' && hasFastBfloat16();
  expect(resolvePrecision('auto')).toBe(fast ? 'bfloat16' : 'float32');
});
