import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { benchCalibration } from '../../bench/calibration.js';
import { decodingFloor, multipliedWeights } from '../../bench/step-cost.js';
import { benchTranslate, formatTranslateReport } from '../../bench/translate.js';
import { smallModel } from '../model/small-model.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';

let model: string;
let file: string;

beforeAll(async () => {
  model = await writeTinyCheckpoint();
  file = join(mkdtempSync(join(tmpdir(), 'ieum-')), 'sentences.txt');
  writeFileSync(file, '오늘은 날씨가 좋네요.\n\n저는 학생입니다.\n학교에 갑니다.\n');
});

describe('benchTranslate', () => {
  it('times a file in batches and one sentence at a time, with the steps that were taken', async () => {
    const report = await benchTranslate({ file, model, beams: [1, 3], singles: 2, coldStarts: 0 });
    expect(report.table.map(({ what, beam, sentences }) => [what, beam, sentences])).toEqual([
      ['file, batches', 1, 3],
      ['file, one at a time', 1, 2],
      ['ten words, alone', 1, 20],
      ['file, batches', 3, 3],
      ['file, one at a time', 3, 2],
      ['ten words, alone', 3, 20],
    ]);
    for (const { steps, rows, floor, distance, seconds, median, p95, what } of report.table) {
      expect(rows).toBeGreaterThanOrEqual(steps);
      expect(steps).toBeGreaterThan(0);
      expect(distance).toBeCloseTo(seconds / (floor ?? 0), 6);
      if (what === 'file, batches') expect(median).toBeNull();
      else expect(p95).toBeGreaterThanOrEqual(median ?? Infinity);
    }
    expect(formatTranslateReport(report).split('\n')).toHaveLength(2 + report.table.length);
  });

  it('says what is wrong with its file', async () => {
    const empty = join(mkdtempSync(join(tmpdir(), 'ieum-')), 'empty.txt');
    writeFileSync(empty, '\n');
    await expect(benchTranslate({ file: empty, model })).rejects.toThrow(/expected sentences, one a line/);
  });
});

describe('decodingFloor', () => {
  it('counts the weights that a step multiplies by', () => {
    const { config, parameters } = smallModel({ decoderLayers: 2, inputFeeding: true });
    const sizes = ['decoder.0.recurrent', 'decoder.1.kernel', 'decoder.1.recurrent', 'output.weights'].map(
      (name) => parameters.get(name)?.size ?? NaN,
    );
    const fed = 4 * config.hidden * config.hidden; // the attentional state's rows of the lowest kernel
    const ownHalf = config.hidden * config.hidden; // of the attentional layer; the context's half is hoisted
    expect(multipliedWeights(config)).toBe(sizes.reduce((sum, size) => sum + size, fed + ownHalf));
  });

  it('is the time to read the weights for few rows and that of the products for many', () => {
    const { config } = smallModel();
    const weights = multipliedWeights(config);
    const speed = { operations: 1e9, bytes: 1e9 };
    expect(decodingFloor([1], config, speed)).toBeCloseTo((4 * weights) / 1e9, 15);
    expect(decodingFloor([10, 10], config, speed)).toBeCloseTo((2 * 20 * weights) / 1e9, 15);
  });
});

describe('benchCalibration', () => {
  it('tells the same accuracy at each temperature, and less confidence the hotter', async () => {
    const pairs = [{ source: '저는 학생입니다.', target: 'I am a student.' }];
    const rows = await benchCalibration({ model, pairs, temperatures: [0.5, 1, 2] });
    expect(rows.map(({ temperature }) => temperature)).toEqual([0.5, 1, 2]);
    expect(new Set(rows.map(({ accuracy }) => accuracy)).size).toBe(1);
    expect(rows[0].overconfidence).toBeGreaterThan(rows[2].overconfidence);
    for (const { error, loss } of rows) {
      expect(error).toBeGreaterThanOrEqual(0);
      expect(loss).toBeGreaterThan(0);
    }
  });
});
