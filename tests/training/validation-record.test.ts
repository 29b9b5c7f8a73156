/** What validations change: the best, patience, the rate on a plateau, and the checkpoints kept. */
import { describe, expect, it } from 'vitest';
import { checkRunConfig } from '../../src/training/configuration.js';
import type { TrainingPosition } from '../../src/training/training-state.js';
import { recordValidation } from '../../src/training/validation-record.js';
import type { Verdict } from '../../src/training/validation-record.js';

function config(training: object, validation: object) {
  return checkRunConfig(
    {
      ...{ name: 'x', source: 'ko', target: 'en', data: { train: ['a'], development: ['b'] } },
      ...{ training, validation },
    },
    'x',
  );
}

/** Records validations one after another, whose loss, BLEU and chrF are the same number. */
function record(values: number[], training: object, validation: object) {
  const position: TrainingPosition = {
    ...{ update: 0, epoch: 0, pool: 0, batch: 0, targetTokens: 0, seconds: 0 },
    ...{ processorSeconds: 0, dropout: [1, 2, 3, 4] },
    ...{ best: null, unimproved: 0, reduction: 1, plateau: 0, kept: [] },
  };
  const verdicts: Verdict[] = [];
  for (const value of values) {
    position.update += 1;
    const result = { loss: value, perplexity: 0, bleu: value, chrf: value, hypotheses: [] };
    verdicts.push(recordValidation(position, result, config(training, validation)));
  }
  return { position, verdicts };
}

describe('a validation', () => {
  it('is the best by the metric that counts', () => {
    const best = (metric: string): boolean[] =>
      record([3, 5, 4, 6], {}, { metric }).verdicts.map((verdict) => verdict.best);
    expect(best('chrf')).toEqual([true, true, false, true]);
    expect(best('bleu')).toEqual([true, true, false, true]);
    expect(best('loss')).toEqual([true, false, false, false]);
  });

  it('that is not better uses patience, also one that is no number', () => {
    expect(record([3, 2, 3], {}, {}).position).toMatchObject({ best: 3, unimproved: 2 });
    expect(record([NaN, NaN], {}, {}).position).toMatchObject({ best: null, unimproved: 2 });
    expect(record([NaN, 1, Infinity], {}, { metric: 'loss' }).position).toMatchObject({
      best: -1,
      unimproved: 1,
    });
  });

  it('reduces the rate of the schedule plateau after its patience, again and again', () => {
    const values = [5, 4, 4, 6, 6, 6, 6, 6];
    const plateau = { schedule: 'plateau', plateauPatience: 2, decay: 0.1 };
    const { position, verdicts } = record(values, plateau, {});
    expect(verdicts.map(({ reduced }) => reduced)).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
    expect(position.reduction).toBeCloseTo(0.001);
    expect(record(values, { ...plateau, schedule: 'constant' }, {}).position.reduction).toBe(1);
  });

  it('is kept among the best k; of equals the earlier ones stay', () => {
    const { position, verdicts } = record([1, 3, 2, 3, 0], {}, { keepBest: 2 });
    expect(position.kept).toEqual([
      { update: 2, value: 3 },
      { update: 4, value: 3 },
    ]);
    expect(verdicts.map(({ kept }) => kept)).toEqual([true, true, true, true, false]);
    expect(verdicts.map(({ dropped }) => dropped)).toEqual([[], [], [1], [3], []]);
    expect(record([1, 2], {}, {}).position.kept).toEqual([]);
  });
});
