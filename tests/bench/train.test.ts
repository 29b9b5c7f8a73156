/** The training benchmark: what it reports, and how it takes turns with another program. */
import { beforeAll, describe, expect, it } from 'vitest';
import { median } from '../../bench/median.js';
import { runPeer } from '../../bench/peer.js';
import { benchTrain } from '../../bench/train.js';
import type { TrainBenchOptions } from '../../bench/train.js';
import { initialiseEngine } from '../../src/nn/backend.js';

beforeAll(() => initialiseEngine());

const OPTIONS: TrainBenchOptions = {
  shape: { V: 20, E: 4, H: 6, B: 3, T: 5 },
  cell: 'lstm',
  inputFeeding: true,
  precision: 'float32',
  steps: 2,
  rounds: 2,
  peer: null,
};

/** A program that prints a line as a peer does. */
const printing = (line: string): string => `node -e "console.log('other'); console.log('${line}')"`;

describe('the training benchmark', () => {
  it('counts the words of the shape and the steps of all rounds', async () => {
    const report = await benchTrain(OPTIONS);
    expect(report).toMatchObject({ shape: OPTIONS.shape, cell: 'lstm', input_feeding: true, steps: 4 });
    expect(report.target_tokens_per_second / (15 / report.seconds)).toBeCloseTo(1, 1);
    expect(report.memory.most).toBeGreaterThanOrEqual(report.memory.end);
    expect(report.ratio).toBeUndefined();
  });

  it('sets its speed over that of a peer', async () => {
    const peer = printing('{\\"target_tokens_per_second\\": 100, \\"seconds\\": 0.15}');
    const report = await benchTrain({ ...OPTIONS, peer });
    expect(report.peer).toMatchObject({ target_tokens_per_second: 100, seconds: 0.15, command: peer });
    expect((report.ratio as number) / (report.target_tokens_per_second / 100)).toBeCloseTo(1, 1);
  });

  it.each([
    [printing('no JSON'), /expected .* to print JSON with target_tokens_per_second, got 'other/],
    ['exit 3', /got exit code 3; run it alone to see why/],
  ])('refuses a peer that says nothing: %s', async (command, message) => {
    await expect(runPeer(command)).rejects.toThrow(message);
  });

  it('takes the middle of odd and even counts', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
  });
});
