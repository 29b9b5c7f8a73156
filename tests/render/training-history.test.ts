import { describe, expect, it } from 'vitest';
import { bestOf, emptyHistory, follow, thinned } from '../../src/render/training/history.js';
import type { TrainingEvent, TrainingHistory } from '../../src/render/training/history.js';
import { frameAt } from '../../src/render/training/learning.js';
import { samplesAt, validationAt } from '../../src/render/training/samples.js';

let next = 1;
const event = (kind: string, data: object, more: Partial<TrainingEvent> = {}): TrainingEvent => ({
  ...{ id: next++, kind, run: 7, job: null, time: '2026-05-20T12:00:00.000Z', data },
  ...more,
});
const trained = (update: number): TrainingEvent =>
  event('training', {
    update,
    updates: 60,
    loss: 1,
    seconds: update,
    secondsLeft: 60 - update,
    tokensPerSecond: 5,
  });
const validated = (update: number, best: boolean, hypothesis = 'a'): TrainingEvent =>
  event('validation', {
    update,
    chrf: update,
    best,
    samples: [{ source: '가', reference: 'A', hypothesis }],
  });

function told(events: TrainingEvent[], isJob = false): TrainingHistory {
  const history = emptyHistory();
  for (const one of events) follow(history, one, isJob);
  return history;
}
const updates = (points: { update: number }[]): number[] => points.map(({ update }) => update);

describe('the history of a training', () => {
  const first = [
    event('began', { update: 0, updates: 60 }),
    trained(10),
    validated(10, true),
    event('probe', { update: 10 }),
    trained(20),
    validated(20, true),
    event('probe', { update: 20 }),
  ];

  it('grows with what is told', () => {
    const history = told(first);
    expect(history).toMatchObject({ run: 7, update: 20, updates: 60, secondsLeft: 40, state: 'running' });
    expect(updates(history.training)).toEqual([10, 20]);
    expect(bestOf(history)?.update).toBe(20);
    expect(history.training[0].gradientNorm).toBeNull();
  });

  it('takes nothing twice', () => {
    const history = told(first);
    const before = structuredClone(history);
    for (const one of first) expect(follow(history, one, false)).toBe(false);
    expect(history).toEqual(before);
  });

  it('forgets what is done again', () => {
    const history = told([...first, event('began', { update: 10, updates: 60 })]);
    expect(updates(history.training)).toEqual([10]);
    expect(updates(history.validations)).toEqual([10]);
    expect(history.probes).toEqual([10]);
    follow(history, trained(20), false);
    expect(updates(history.training)).toEqual([10, 20]);
  });

  it('of a job is in the state that the job says, whatever its run does', () => {
    const state = event(
      'state',
      { state: 'running', phase: 'evaluating', wanted: 'stop', reason: 'x' },
      { job: 3 },
    );
    const history = told([...first, state, event('ended', { end: 'interrupted' })], true);
    expect(history).toMatchObject({ state: 'running', phase: 'evaluating', wanted: 'stop', reason: 'x' });
    follow(history, event('failed', { reason: 'no' }), true);
    expect(history.state).toBe('running');
  });

  it.each([
    ['finished', 'finished'],
    ['stopped early', 'finished'],
    ['interrupted', 'stopped'],
  ])('of a run that ended as %s is %s', (end, state) => {
    expect(told([...first, event('ended', { end })])).toMatchObject({ state, secondsLeft: null });
  });

  it('measures each test once, the last time counting', () => {
    const measured = (test: string, score: number): TrainingEvent =>
      event('measured', { test, chrf: { score } });
    const history = told([measured('own', 1), measured('base', 2), measured('own', 3)], true);
    expect(history.measured.map(({ test, chrf }) => [test, chrf.score])).toEqual([
      ['base', 2],
      ['own', 3],
    ]);
  });

  it('passes over what it does not know', () => {
    const history = told([event('later', { update: 9 }), event('training', null as never)]);
    expect(history.training).toEqual([expect.objectContaining({ update: 0, loss: null })]);
  });

  it('is thinned to its first, its last, and some between', () => {
    const points = Array.from({ length: 1000 }, (_, i) => i);
    const thin = thinned(points, 100);
    expect([thin.length, thin[0], thin.at(-1)]).toEqual([100, 0, 999]);
    expect(thinned(points, 2000)).toBe(points);
  });
});

describe('the film and the samples', () => {
  const history = told([validated(10, true, 'the the'), validated(20, true, 'the <b> cat')]);
  const languages = { source: 'ko', target: 'en' };

  it('stand at the validation before an update', () => {
    const { validations } = history;
    expect([null, 5, 10, 15, 20, 99].map((update) => validationAt(validations, update))).toEqual([
      1, 0, 0, 0, 1, 1,
    ]);
    expect([null, 5, 15, 20].map((update) => frameAt([10, 20], update))).toEqual([20, 10, 10, 20]);
    expect(frameAt([], 5)).toBeUndefined();
  });

  it('mark words that were not there before', () => {
    expect(samplesAt(history, 0, languages)).toContain('lang="en">the the</dd>');
    expect(samplesAt(history, 1, languages)).toContain('the <mark>&lt;b&gt;</mark> <mark>cat</mark>');
  });
});
