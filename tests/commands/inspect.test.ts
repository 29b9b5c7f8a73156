import { dirname } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerInspect } from '../../src/commands/inspect.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { captureOutput, runCommand } from './command-line.js';

let model: string;
const printed = captureOutput();

beforeAll(async () => {
  model = await writeTinyCheckpoint();
});
afterAll(() => {
  rmSync(dirname(model), { recursive: true });
});

const inspect = (...flags: string[]): Promise<void> =>
  runCommand(registerInspect, ['inspect', model, ...flags]);

describe('ieum inspect', () => {
  it.each([
    ['target', ['encoder.embedding', 'decoder.embedding', 'decoder.embedding']],
    ['all', ['embedding', 'embedding', 'embedding']],
  ] as const)('finds neighbours where embeddings are tied: %s', async (tiedEmbeddings, parameters) => {
    const tied = await writeTinyCheckpoint({ changes: { tiedEmbeddings } });
    for (const [k, place] of ['source', 'target', 'output'].entries()) {
      printed.text = '';
      await runCommand(registerInspect, ['inspect', tied, '--neighbours', '#7', '--in', place, '--json']);
      expect((JSON.parse(printed.text) as { parameter: string }).parameter).toBe(parameters[k]);
    }
    rmSync(dirname(tied), { recursive: true });
  });

  it('lists parameters whose numbers add up', async () => {
    await inspect('--json');
    const { parameters, count, source } = JSON.parse(printed.text) as {
      parameters: { name: string; shape: number[]; count: number }[];
      count: number;
      source: string;
    };
    expect(source).toBe('ko');
    const sizes = parameters.map(({ shape }) => shape.reduce((a, b) => a * b));
    expect(parameters.map((parameter) => parameter.count)).toEqual(sizes);
    expect(count).toBe(sizes.reduce((a, b) => a + b));
    printed.text = '';
    await inspect();
    expect(printed.text).toContain('tiny, ko to en, after 0 updates\nsourceVocabulary 48');
    expect(printed.text).toMatch(/encoder\.embedding +48 × 8 +384 +\d+\.\d\d /);
    expect(printed.text).toContain(`${count.toLocaleString('en-GB')} numbers, norm`);
  });

  it('lists the pieces of a vocabulary, or those that hold a text', async () => {
    await inspect('--vocabulary', 'target');
    expect(printed.text).toMatch(/^id +piece +type +score +norm\n +0 +<pad> +control/);
    expect(printed.text).toContain('48 pieces of the target, 48 found, 10 shown');
    printed.text = '';
    await inspect('--vocabulary', 'target', '--containing', 'is', '--json');
    const { found, pieces } = JSON.parse(printed.text) as { found: number; pieces: { piece: string }[] };
    expect(found).toBe(pieces.length);
    expect(found).toBeGreaterThan(0);
    for (const { piece } of pieces) expect(piece).toContain('is');
  });

  it.each(['source', 'target', 'output'])('finds neighbours in the %s', async (place) => {
    await inspect('--neighbours', '#7', '--in', place, '--limit', '3', '--json');
    const { id, neighbours } = JSON.parse(printed.text) as {
      id: number;
      neighbours: { id: number; piece: string; cosine: number }[];
    };
    expect(id).toBe(7);
    expect(neighbours).toHaveLength(3);
    const cosines = neighbours.map(({ cosine }) => cosine);
    expect([...cosines].sort((a, b) => b - a)).toEqual(cosines);
    expect(neighbours.every((one) => one.id > 3 && one.id !== 7 && Math.abs(one.cosine) <= 1)).toBe(true);
    printed.text = '';
    await inspect('--neighbours', '#7', '--in', place, '--limit', '3');
    expect(printed.text).toContain(`${neighbours[0].cosine.toFixed(4)}  ${neighbours[0].piece}`);
  });

  it('finds a word in the vocabulary that has it', async () => {
    await inspect('--neighbours', 'is');
    expect(printed.text).toMatch(/^▁?is \(\d+\) in decoder\.embedding\n/);
  });

  it('refuses two questions at once, and a piece that is none', async () => {
    await expect(inspect('--vocabulary', 'source', '--neighbours', 'a')).rejects.toThrow('got both');
    await expect(inspect('--neighbours', 'no such piece')).rejects.toThrow('the nearest is');
  });
});
