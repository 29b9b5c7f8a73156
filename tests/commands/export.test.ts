import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerExport } from '../../src/commands/export.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';
import { captureOutput, runCommand } from './command-line.js';

let folder: string;
let model: string;
const printed = captureOutput();

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ieum-export-'));
  model = await writeTinyCheckpoint({ parent: folder });
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function hasRuntime(): boolean {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return true;
  } catch {
    return false;
  }
}

const exportModel = (...flags: string[]): Promise<void> => runCommand(registerExport, ['export', ...flags]);

describe('ieum export', () => {
  it('writes the graphs with all that goes with them', async () => {
    const output = join(folder, 'plain');
    await exportModel(model, '--output', output);
    expect(readdirSync(output).sort()).toEqual([
      'decoder.onnx',
      'encoder.onnx',
      'manifest.json',
      'source.model',
      'target.model',
    ]);
    expect(printed.text).toContain(`exported tiny to ${output}, opset 17\nencoder.onnx`);
    expect(printed.text).toContain('source, lengths → memory, mask, hidden.0, cell.0, attentional');
  });

  it.skipIf(!hasRuntime())('says how far onnxruntime is from Ieum', async () => {
    await exportModel(model, '--output', join(folder, 'checked'), '--check', '--json');
    const { distances } = JSON.parse(printed.text) as { distances: Record<string, number> };
    expect(Object.keys(distances)).toEqual(['memory', 'logits', 'attention']);
    for (const distance of Object.values(distances)) expect(distance).toBeLessThan(1e-4);
  });

  it('refuses a model that is not there, and leaves nothing behind', async () => {
    const output = join(folder, 'none');
    await expect(exportModel(join(folder, 'missing'), '--output', output)).rejects.toThrow('model: expected');
    expect(existsSync(output)).toBe(false);
  });
});
