/** Reading instruction flags as Linux lists them. */
import { expect, it } from 'vitest';
import { describeProcessor, parseFlags } from '../../src/nn/processor.js';

it('finds whole flags of the first core', () => {
  const flags = parseFlags('processor\t: 0\nflags\t\t: fpu avx512_bf16 sse4_2\nbugs\t\t: none\n');
  expect(flags?.has('avx512_bf16')).toBe(true);
  expect(flags?.has('avx512')).toBe(false);
});

it('knows nothing where no flags are listed', () => {
  expect(parseFlags('Features\t: fp asimd\n')).toBeNull();
});

it('describes this machine', () => {
  const { name, cores } = describeProcessor();
  expect(name).not.toBe('');
  expect(cores).toBeGreaterThan(0);
});
