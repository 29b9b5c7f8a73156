/** The order in which engines are tried. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { firstThatWorks } from '../../scripts/setup/engine.mjs';

beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));
afterEach(() => vi.restoreAllMocks());

const works = (name: string) => ({ name, start: vi.fn(() => Promise.resolve()) });
const fails = (name: string) => ({ name, start: vi.fn(() => Promise.reject(new Error('out of reach'))) });

describe('firstThatWorks', () => {
  it('stops at the first way that works', async () => {
    const ways = [fails('installer'), works('wheel'), works('third')];
    const outcome = await firstThatWorks(ways);
    expect(outcome).toEqual({ engine: 'tensorflow', faults: ['installer: out of reach'] });
    expect(ways[2].start).not.toHaveBeenCalled();
  });

  it('ends at WebAssembly where no way works, and knows why', async () => {
    const outcome = await firstThatWorks([fails('installer'), fails('wheel')]);
    expect(outcome).toEqual({ engine: 'wasm', faults: ['installer: out of reach', 'wheel: out of reach'] });
  });
});
