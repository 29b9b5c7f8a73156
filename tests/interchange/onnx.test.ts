/** Exported models compute in onnxruntime-node what Ieum computes, whatever their architecture. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import protobuf from 'protobufjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../src/foundation/files.js';
import { exportOnnx } from '../../src/interchange/onnx-export.js';
import { ONNX_SCHEMA } from '../../src/interchange/onnx-schema.js';
import { OnnxSession } from '../../src/interchange/onnx-session.js';
import { compareWithRuntime } from '../../src/interchange/verification.js';
import { loadCheckpoint } from '../../src/model/checkpoint.js';
import type { LoadedCheckpoint } from '../../src/model/checkpoint.js';
import type { ModelConfig } from '../../src/model/model-config.js';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { smallModel, SOURCES, TARGETS } from '../model/small-model.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';

function hasRuntime(): boolean {
  try {
    createRequire(import.meta.url).resolve('onnxruntime-node');
    return true;
  } catch {
    return false;
  }
}

/** What is held to be equal. */
const CLOSE = 1e-4;

let folder: string;
let tiny: LoadedCheckpoint;
beforeAll(async () => {
  await initialiseEngine();
  folder = mkdtempSync(join(tmpdir(), 'ieum-onnx-'));
  tiny = await loadCheckpoint(await writeTinyCheckpoint({ parent: folder }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A small model of an architecture in the place of the tiny checkpoint's. */
function exported(
  changes: Partial<ModelConfig>,
  name: string,
): { checkpoint: LoadedCheckpoint; path: string } {
  const checkpoint = { ...tiny, model: smallModel(changes, 4) };
  const path = join(folder, name);
  exportOnnx(checkpoint, path);
  return { checkpoint, path };
}

const ARCHITECTURES: [string, Partial<ModelConfig>][] = [
  ['plain', {}],
  ['of one direction', { bidirectional: false, bridge: 'last' }],
  ['of three and two layers', { encoderLayers: 3, decoderLayers: 2, bridge: 'dense' }],
  ['with input feeding', { inputFeeding: true, bridge: 'zero' }],
  [
    'of two layers, one direction, with input feeding',
    { encoderLayers: 2, decoderLayers: 2, bidirectional: false, inputFeeding: true },
  ],
  ['of GRU cells', { cell: 'gru', encoderLayers: 2, inputFeeding: true }],
  ['of simple recurrent cells', { cell: 'rnn', decoderLayers: 2 }],
  ['with general scores', { attention: 'general' }],
  ['with concat scores', { attention: 'concat', inputFeeding: true }],
  ['without attention', { attention: 'none', bridge: 'zero' }],
  ['without attention, with input feeding', { attention: 'none', inputFeeding: true }],
  ['with tied target embeddings', { tiedEmbeddings: 'target', inputFeeding: true }],
  ['with tied embeddings', { tiedEmbeddings: 'all', sourceVocabulary: 11, targetVocabulary: 11 }],
];

describe.skipIf(!hasRuntime()).each(ARCHITECTURES)('a model %s', (name, changes) => {
  it('gives the same in onnxruntime, padded and with several hypotheses a sentence', async () => {
    const { checkpoint, path } = exported(changes, name.replaceAll(' ', '-'));
    const session = await OnnxSession.load(path);
    const before = tf.memory().numTensors;
    const alone = SOURCES.map((source, i) => ({ source, targets: [TARGETS[i]] }));
    const beam = SOURCES.map((source, i) => ({ source, targets: [TARGETS[i], TARGETS[(i + 1) % 3]] }));
    for (const followed of [alone, beam, alone.slice(1, 2)]) {
      const distances = await compareWithRuntime(checkpoint.model, session, followed);
      expect(
        Math.max(distances.memory, distances.logits, distances.attention),
        JSON.stringify(distances),
      ).toBeLessThan(CLOSE);
    }
    expect(tf.memory().numTensors).toBe(before);
    await session.dispose();
    checkpoint.model.dispose();
  });
});

describe.skipIf(!hasRuntime())('an exported step', () => {
  it('depends on the piece before, on the source and on the state', async () => {
    const { checkpoint, path } = exported({ inputFeeding: true }, 'sensitive');
    const session = await OnnxSession.load(path);
    const step = async (source: number[], pieces: number[]): Promise<number[]> => {
      const decoding = await session.encode(batchSources([source]));
      let logits = new Float32Array();
      for (const piece of pieces) logits = (await decoding.step([piece])).logits as Float32Array<ArrayBuffer>;
      return Array.from(logits);
    };
    const base = await step([4, 5, 3], [2, 4]);
    expect(await step([4, 5, 3], [2, 4])).toEqual(base);
    for (const other of [step([4, 6, 3], [2, 4]), step([4, 5, 3], [2, 5]), step([4, 5, 3], [5, 4])]) {
      const logits = await other;
      expect(Math.max(...logits.map((value, i) => Math.abs(value - base[i])))).toBeGreaterThan(1e-3);
    }
    await session.dispose();
    checkpoint.model.dispose();
  });
});

describe('an exported folder', () => {
  it('names its files, their hashes, and what goes in and out', () => {
    const path = join(folder, 'named');
    const manifest = exportOnnx(tiny, path);
    expect(JSON.parse(readFileSync(join(path, 'manifest.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(manifest)),
    );
    for (const [name, hash] of Object.entries(manifest.hashes)) {
      expect(sha256(readFileSync(join(path, name)))).toBe(hash);
    }
    expect(manifest.pieces).toEqual({ '<pad>': 0, '<unk>': 1, '<s>': 2, '</s>': 3 });
    expect(manifest.decoder.state.map(({ name }) => name)).toEqual(['hidden.0', 'cell.0', 'attentional']);
    const states = manifest.decoder.state.map(({ next }) => next);
    expect(manifest.decoder.outputs.map(({ name }) => name)).toEqual(['logits', 'attention', ...states]);
    expect(manifest.encoder.inputs).toEqual([
      { name: 'source', type: 'int32', shape: ['batch', 'source'] },
      { name: 'lengths', type: 'int32', shape: ['batch'] },
    ]);
  });

  it('holds graphs of opset 17 whose sizes of batch and time are open', () => {
    const path = join(folder, 'read');
    exportOnnx(tiny, path);
    const proto = protobuf.Root.fromJSON(ONNX_SCHEMA).lookupType('onnx.ModelProto');
    const model = proto.toObject(proto.decode(readFileSync(join(path, 'encoder.onnx'))), {
      longs: Number,
    }) as {
      opsetImport: { version: number }[];
      graph: {
        node: { opType: string; input: string[]; output: string[] }[];
        initializer: { name: string; dims?: number[]; rawData: Uint8Array }[];
        input: { name: string; type: { tensorType: { shape: { dim: { dimParam?: string }[] } } } }[];
      };
    };
    expect(model.opsetImport).toEqual([{ domain: '', version: 17 }]);
    const [source] = model.graph.input;
    expect(source.type.tensorType.shape.dim.map(({ dimParam }) => dimParam)).toEqual(['batch', 'source']);
    // every node reads only what stands before it
    const known = new Set(['', ...model.graph.input.map(({ name }) => name)]);
    for (const { name } of model.graph.initializer) known.add(name);
    for (const { input, output } of model.graph.node) {
      for (const name of input) expect(known).toContain(name);
      for (const name of output) known.add(name);
    }
    const table = model.graph.initializer.find(({ name }) => name === 'encoder.embedding');
    expect(table?.dims).toEqual([48, 8]);
    expect(table?.rawData).toHaveLength(4 * 48 * 8);
  });

  it('is not written for an architecture that is not covered, which is named', () => {
    const { model } = tiny;
    for (const [key, value] of [
      ['cell', 'qrnn'],
      ['attention', 'local'],
      ['layerNorm', true],
      ['gatedAttention', true],
    ] as const) {
      const config = { ...model.config, [key]: value };
      const other = { ...tiny, model: Object.assign(Object.create(model) as typeof model, { config }) };
      expect(() => exportOnnx(other, join(folder, 'refused'))).toThrow(
        `got one with ${key}: ${JSON.stringify(value)}`,
      );
    }
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});
