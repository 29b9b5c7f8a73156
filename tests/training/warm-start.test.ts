/** A run that starts from another's checkpoint: with its vocabularies, or with new ones that share pieces. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.js';
import type { RunConfig } from '../../src/training/configuration.js';
import { runTraining } from '../../src/training/run.js';
import { reverseConfig, weights } from './small-run.js';
import type { ConfigChanges } from './small-run.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-warm-'));
const first = join(root, 'first');
const letters = join(root, 'letters.tsv');

/** Makes a run that ends before its first update, so that its checkpoint holds what it began with. */
async function begin(folder: string, config: RunConfig): Promise<string[]> {
  const said: string[] = [];
  const observer = { say: (line: string) => said.push(line) };
  await runTraining(config, { folder, resume: false, signal: AbortSignal.abort(), observer });
  return said;
}

beforeAll(async () => {
  await initialiseEngine();
  writeFileSync(letters, 'a b c\tc b a\nx y z é\té z y x\n'.repeat(20));
  await begin(first, reverseConfig(5, { training: { seed: 1 } }));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function warm(changes: ConfigChanges & { vocabulary?: string } = {}): RunConfig {
  const { vocabulary = 'same', training, ...rest } = changes;
  return reverseConfig(5, {
    training: { seed: 2, ...training },
    warmStart: { checkpoint: first, vocabulary },
    ...rest,
  });
}

describe('a warm start', () => {
  it('with the same vocabulary begins with all weights of the checkpoint', async () => {
    const folder = join(root, 'same');
    const said = await begin(folder, warm({ tokenizer: { sourceVocabulary: 58 } }));
    expect(weights(folder)).toEqual(weights(first));
    expect(readFileSync(join(folder, 'source.model'))).toEqual(readFileSync(join(first, 'source.model')));
    expect(said.join('\n')).toContain(`starting from ${join(first, 'last')}`);
    const cold = join(root, 'cold');
    await begin(cold, reverseConfig(5, { training: { seed: 2 } }));
    expect(weights(cold)).not.toEqual(weights(first));
  });

  it('with a new vocabulary keeps the vectors of pieces that both have, and all that has no pieces', async () => {
    const folder = join(root, 'new');
    const data = { train: [{ path: letters, columns: ['en', 'ko'] }], development: [letters] };
    const config = warm({
      vocabulary: 'new',
      data,
      tokenizer: { sourceVocabulary: 19, targetVocabulary: 19 },
    });
    const said = await begin(folder, { ...config, target: 'ko' });
    const [old, now] = [weights(first), weights(folder)];
    const before = await loadTokenizer(join(first, 'source.model'));
    const after = await loadTokenizer(join(folder, 'source.model'));
    expect(after.size).toBe(19);
    const all = (size: number): number[] => Array.from({ length: size }, (_, id) => id);
    const oldPieces = before.pieces(all(before.size));
    let known = 0;
    after.pieces(all(after.size)).forEach((piece, id) => {
      for (const [name, width] of [
        ['encoder.embedding', 8],
        ['decoder.embedding', 8],
        ['output.weights', 12],
        ['output.bias', 1],
      ] as const) {
        const row = now.get(name)!.values.subarray(id * width, (id + 1) * width);
        const place = oldPieces.indexOf(piece);
        // A row of zeros, of an output bias that was never trained, tells nothing.
        if (name === 'output.bias') continue;
        if (place < 0) expect(old.get(name)!.values.join().includes(row.join())).toBe(false);
        else expect(row).toEqual(old.get(name)!.values.subarray(place * width, (place + 1) * width));
      }
      if (oldPieces.includes(piece)) known += 1;
    });
    expect(known).toBeGreaterThan(10);
    expect(known).toBeLessThan(19);
    expect(said.join('\n')).toContain(`${known} of 19 source pieces`);
    expect(now.get('encoder.forward.0.kernel')).toEqual(old.get('encoder.forward.0.kernel'));
  });

  it('goes on from its own checkpoint when it is resumed', async () => {
    const folder = join(root, 'resumed');
    await begin(folder, warm());
    const options = { folder, resume: true, signal: new AbortController().signal };
    expect(await runTraining(warm(), options)).toBe('finished');
    expect(weights(folder)).not.toEqual(weights(first));
  });

  it.each([
    [{ model: { hidden: 16 } }, /^model\.hidden: expected 12, as checkpoint .*last was trained with, got 16/],
    [{ training: { subwordSampling: { unigramAlpha: 0.1 } } }, /unigramAlpha: expected 0 with a BPE vocab/],
  ])('is refused with %j, by name', async (changes, message) => {
    await expect(begin(join(root, JSON.stringify(changes)), warm(changes))).rejects.toThrow(message);
  });

  it('with the same vocabulary is refused for another direction, and without a checkpoint', async () => {
    await expect(begin(join(root, 'turned'), { ...warm(), source: 'ko' })).rejects.toThrow(
      /^warmStart\.checkpoint: expected a model from ko to en, got one from en to en/,
    );
    const missing = { ...warm(), warmStart: { checkpoint: 'nowhere', vocabulary: 'same' as const } };
    await expect(begin(join(root, 'missing'), missing)).rejects.toThrow(
      /checkpoint nowhere: expected a folder/,
    );
  });
});
