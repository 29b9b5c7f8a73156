import { describe, expect, it } from 'vitest';
import { durationWords } from '../../src/render/duration.js';
import { trainingActions, wishesFor } from '../../src/render/training/actions.js';
import {
  comparisonChart,
  comparisonEnd,
  differences,
  measureOf,
  namesOf,
} from '../../src/render/training/comparison.js';
import type { ComparedRun } from '../../src/render/training/comparison.js';
import { estimatePart } from '../../src/render/training/estimate.js';
import { fieldOfError, shortError } from '../../src/render/training/field-error.js';
import { emptyHistory } from '../../src/render/training/history.js';
import type { Measured } from '../../src/render/training/history.js';
import { inQueueOrder, pathOf, trainingItems } from '../../src/render/training/item.js';
import type { ListedJob, ListedRun } from '../../src/render/training/item.js';
import { overList, queueList } from '../../src/render/training/list.js';
import { trainingResult } from '../../src/render/training/result.js';
import { progressLine, stateName } from '../../src/render/training/state.js';

const job = (id: number, state: string, more: Partial<ListedJob> = {}): ListedJob => ({
  ...{
    id,
    name: `job${id}`,
    request: { source: 'ko', target: 'en' },
    state,
    phase: 'training',
    wanted: null,
  },
  ...{
    reason: null,
    run: null,
    model: null,
    step: 0,
    created: `2026-05-20T12:0${id}:00Z`,
    started: null,
    ended: null,
  },
  ...more,
});
const run = (id: number, status: string, more: Partial<ListedRun> = {}): ListedRun => ({
  ...{ id, name: `run${id}`, config: { source: 'en', target: 'ko', training: { updates: 60 } } },
  ...{
    started: `2026-05-20T11:0${id}:00Z`,
    finished: null,
    status,
    reason: null,
    step: 30,
    bleu: 5,
    chrf: 20,
  },
  ...more,
});

describe('the list', () => {
  const jobs = [job(4, 'paused'), job(3, 'queued'), job(2, 'queued'), job(1, 'running', { run: 9 })];
  const items = trainingItems(
    jobs,
    [run(9, 'running'), run(8, 'running'), run(7, 'failed')],
    new Map([[9, 42]]),
  );

  it('has a job with its run once, and runs of the command line', () => {
    expect(items.map(({ key }) => key).sort()).toEqual([
      'job-1',
      'job-2',
      'job-3',
      'job-4',
      'run-7',
      'run-8',
    ]);
    expect(items.find(({ key }) => key === 'job-1')).toMatchObject({
      update: 30,
      updates: 60,
      secondsLeft: 42,
      chrf: 20,
    });
    expect(items.map(pathOf)).toContain('/training/runs/8');
  });

  it('shows the queue in its order', () => {
    expect(inQueueOrder(items).map(({ key }) => key)).toEqual(['job-1', 'run-8', 'job-2', 'job-3', 'job-4']);
  });

  it('escapes names and reasons, and teaches where it is empty', () => {
    const odd = trainingItems(
      [job(1, 'failed', { name: '<b>', reason: '<i>', ended: '2026-05-20T12:00:00Z' })],
      [],
    );
    expect(overList(odd)).toContain('&lt;i&gt;');
    expect(overList(odd)).not.toMatch(/<[bi]>/);
    expect(queueList(odd)).toContain('/training/new');
    expect(overList([])).toContain('ieum train');
  });
});

describe('a state', () => {
  const stated = { state: 'running', phase: 'training' as const, wanted: null };

  it.each([
    [{}, 'Training'],
    [{ wanted: 'pause' }, 'Pausing'],
    [{ phase: 'evaluating' as const }, 'Measuring'],
    [{ state: 'queued' }, 'Waiting'],
    [{ state: 'cancelled' }, 'Cancelled'],
  ])('%o is called %s', (change, name) => {
    expect(stateName({ ...stated, ...change })).toBe(name);
  });

  it('tells how far it is', () => {
    const far = { ...stated, name: 'x', update: 1200, updates: 4000, secondsLeft: 5400 };
    expect(progressLine(far)).toBe('Update 1,200 of 4,000 · about 1 h 30 min left');
    expect(progressLine({ ...far, update: 0 })).toBe('Preparing');
  });

  it.each([
    [0, '0 s'],
    [89, '89 s'],
    [90, '2 min'],
    [5340, '89 min'],
    [7200, '2 h'],
  ])('%i seconds are %s', (seconds, words) => {
    expect(durationWords(seconds)).toBe(words);
  });
});

describe('actions', () => {
  const asked = {
    job: 3,
    name: 'x',
    state: 'running',
    phase: 'training' as const,
    wanted: null,
    step: 0,
    model: null,
  };
  const acts = (change: object): string[] => wishesFor({ ...asked, ...change }).map(({ act }) => act);

  it('are those that the queue would grant', () => {
    expect(acts({})).toEqual(['pause', 'stop', 'cancel']);
    expect(acts({ phase: 'evaluating' })).toEqual(['cancel']);
    expect(acts({ wanted: 'pause' })).toEqual(['resume', 'stop', 'cancel']);
    expect(acts({ state: 'queued' })).toEqual(['pause', 'cancel']);
    expect(acts({ state: 'paused', step: 40 })).toEqual(['resume', 'stop', 'cancel']);
    expect(acts({ state: 'failed', step: 40 })).toEqual(['resume', 'stop', 'delete']);
    expect(acts({ state: 'finished' })).toEqual(['delete']);
    expect(acts({ job: null })).toEqual([]);
  });

  it('ask before anything is lost, and lead back', () => {
    const html = trainingActions(asked, '/training/jobs/3');
    expect(html).toMatch(/<details class="asks">.*Nothing of what it learned is kept.*jobs\/3\/cancel/);
    expect(html).toContain('name="back" value="/training/jobs/3"');
    expect(trainingActions({ ...asked, state: 'finished' }, '/training/jobs/3')).toContain(
      'value="/training"',
    );
  });
});

describe('the result', () => {
  const scores = (bleu: number, chrf: number) => ({ bleu: { score: bleu }, chrf: { score: chrf } });
  const measured = (
    test: 'own' | 'base',
    after: [number, number],
    before: [number, number] | null,
  ): Measured => ({
    ...{ test, id: test, name: test, pairs: 200, ...scores(...after) },
    before: before && scores(...before),
  });
  const words = (tests: Measured[], parent: string | null = 'ko-en'): string =>
    trainingResult({ measured: tests, model: 'x-1' }, parent);

  it('says what was learned and what was forgotten', () => {
    const html = words([measured('base', [13.5, 36], [13.54, 36.1]), measured('own', [58, 81.5], [9, 31.7])]);
    expect(html).toContain('chrF rose by 49.8');
    expect(html).toContain('forgot nothing');
    expect(html.indexOf('Your own test')).toBeLessThan(html.indexOf('The base test'));
    expect(html).toContain('href="/models/x-1"');
  });

  it.each([
    [[13, 36], 'forgot a little'],
    [[12.4, 36], 'promotion will refuse it'],
    [[13.5, 33.9], 'promotion will refuse it'],
  ] as [[number, number], string][])('of %o on the base test says: %s', (after, line) => {
    expect(words([measured('base', after, [13.5, 36.1])])).toContain(line);
  });

  it('without a parent holds nothing against it', () => {
    expect(words([measured('own', [5, 20], null)], null)).toContain('no model to hold it against');
    expect(trainingResult({ measured: [], model: null }, null)).toBe('');
  });
});

describe('a refusal', () => {
  const fields = new Set(['name', 'base', 'data', 'settings', 'settings.training.updates', 'test']);

  it.each([
    ['configuration of job x: training.updates: expected number to be >=1', 'settings.training.updates'],
    ["configuration of job x: unknown key 'training.updats'; the nearest known one is 'updates'", 'settings'],
    ['settings: expected YAML or JSON, got Nested mappings', 'settings'],
    ["job: expected a sound request, got a wrong 'name' (up to 40 letters)", 'name'],
    ["base: expected an installed model, got 'x'", 'base'],
    ['data: expected at least 20 pairs beside the test set, got 3; add more pairs', 'data'],
    ['data set 99: expected one that was stored, got none of that number', 'data'],
    ['checkpoint: expected room on the disk', null],
  ])('%s stands by %s', (message, field) => {
    expect(fieldOfError(message, fields)).toBe(field);
  });

  it('leaves out what the form says already', () => {
    expect(shortError('configuration of job x.1: training.updates: no')).toBe('training.updates: no');
    expect(shortError("job: expected a sound request, got a wrong 'data.0.weight' (Too small)")).toBe(
      'weight: Too small',
    );
  });
});

describe('an estimate', () => {
  const estimate = {
    ...{ updates: 400, updatesInTime: 400, pairs: { own: 245, base: 20000, dev: 79, test: 43 } },
    seconds: { training: 160, validating: 30, measuring: 60, total: 250 },
    dryRun: {
      ...{ parameters: { total: 9.4e6 }, memory: { process: 5e8 } },
      time: { secondsAnUpdate: 0.4, tokensPerSecond: 1430.4, epochs: 2.5 },
    },
  };

  it('says how long, on what, and what was measured', () => {
    const html = estimatePart(estimate);
    for (const part of [
      'About 4 min',
      '<b>245</b>',
      '20,000 of base data',
      '<b>43</b> to test',
      '0.40 s each',
      '2.5 times',
    ]) {
      expect(html).toContain(part);
    }
    expect(html).not.toContain('time limit');
  });

  it('says what a time limit leaves', () => {
    expect(estimatePart({ ...estimate, updatesInTime: 120 })).toContain('<b>120</b> of 400 updates');
  });
});

describe('a comparison', () => {
  const compared = (id: number, name: string, facts: Record<string, string>): ComparedRun => ({
    ...{ run: id, name, path: `/training/runs/${id}`, facts },
    history: emptyHistory({
      updates: 100 * id,
      training: [{ update: 10, seconds: 120, loss: 3, gradientNorm: null, learningRate: null }],
    }),
  });
  const runs = [compared(1, 'a', { rate: '1', seed: '1' }), compared(2, 'a', { rate: '2', seed: '1' })];

  it('tells runs of one name apart, and in what they differ', () => {
    expect(namesOf(runs)).toEqual(['a (1)', 'a (2)']);
    expect(differences(runs)).toEqual([['rate', ['1', '2']]]);
  });

  it('draws them by updates or by minutes', () => {
    const measure = measureOf('training');
    expect(comparisonChart(runs, measure, 'minutes').curves[0].points).toEqual([{ x: 2, y: 3 }]);
    expect(comparisonChart(runs, measure, 'updates').curves.map(({ colour }) => colour)).toEqual([1, 2]);
    expect([comparisonEnd(runs, 'updates'), comparisonEnd(runs, 'minutes')]).toEqual([200, 2]);
    expect(measureOf('nonsense').id).toBe('chrf');
  });
});
