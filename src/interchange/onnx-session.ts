/** An exported model run by onnxruntime-node, which need not be installed. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { messageOf, UserError } from '../foundation/errors.js';
import type { SourceBatch } from '../model/step-model.js';
import { MANIFEST } from './onnx-export.js';
import type { OnnxManifest } from './onnx-export.js';

/** What is used of the package. It is optional, so its own types may be absent when Ieum is compiled. */
interface Runtime {
  Tensor: {
    new (type: 'int32', data: Int32Array, dims: readonly number[]): RuntimeTensor;
    new (type: 'float32', data: Float32Array, dims: readonly number[]): RuntimeTensor;
  };
  InferenceSession: { create(path: string, options: object): Promise<RuntimeSession> };
}

interface RuntimeTensor {
  data: Float32Array | Int32Array;
  dims: readonly number[];
}

interface RuntimeSession {
  run(inputs: Tensors): Promise<Tensors>;
  release(): Promise<void>;
}

type Tensors = Record<string, RuntimeTensor>;

const require = createRequire(import.meta.url);

function loadRuntime(): Runtime {
  try {
    return require('onnxruntime-node') as Runtime;
  } catch (error) {
    throw new UserError(
      `onnxruntime-node: expected the package to load, got '${messageOf(error).split('\n', 1)[0]}'; ` +
        `install it with 'npm install onnxruntime-node'`,
      { exitCode: 1, cause: error },
    );
  }
}

export interface OnnxStep {
  /** `[hypotheses, V]`, row-major. */
  logits: Float32Array;
  /** `[hypotheses, T]`, row-major. */
  attention: Float32Array;
}

/** One batch of sentences being decoded. */
export class OnnxDecoding {
  constructor(
    private readonly runtime: Runtime,
    private readonly decoder: RuntimeSession,
    private readonly states: OnnxManifest['decoder']['state'],
    private readonly encoded: Tensors,
  ) {}

  /** The encoder states `[batch, source, H]`, row-major. */
  get memory(): Float32Array {
    return this.encoded.memory.data as Float32Array;
  }

  /** Makes row n of the state what row `rows[n]` was, as beam search does between two steps. */
  selectRows(rows: readonly number[]): void {
    for (const { name } of this.states) {
      const { data, dims } = this.encoded[name];
      const width = dims[1];
      const chosen = new Float32Array(rows.length * width);
      rows.forEach((row, n) => chosen.set(data.subarray(row * width, (row + 1) * width), n * width));
      this.encoded[name] = new this.runtime.Tensor('float32', chosen, [rows.length, width]);
    }
  }

  /** Feeds the last piece of each hypothesis and keeps the state behind it. */
  async step(previous: ArrayLike<number>): Promise<OnnxStep> {
    const ids = Int32Array.from(previous);
    const inputs: Tensors = {
      ...this.encoded,
      previous: new this.runtime.Tensor('int32', ids, [ids.length]),
    };
    const outputs = await this.decoder.run(inputs);
    for (const { name, next } of this.states) this.encoded[name] = outputs[next];
    return {
      logits: outputs.logits.data as Float32Array,
      attention: outputs.attention.data as Float32Array,
    };
  }
}

/** The two graphs of an exported folder, ready to run. */
export class OnnxSession {
  private constructor(
    private readonly runtime: Runtime,
    private readonly encoder: RuntimeSession,
    private readonly decoder: RuntimeSession,
    readonly manifest: OnnxManifest,
  ) {}

  /** @throws UserError where onnxruntime-node is not installed */
  static async load(folder: string): Promise<OnnxSession> {
    const runtime = loadRuntime();
    const manifest = JSON.parse(readFileSync(join(folder, MANIFEST), 'utf8')) as OnnxManifest;
    const open = ({ file }: { file: string }): Promise<RuntimeSession> =>
      runtime.InferenceSession.create(join(folder, file), { logSeverityLevel: 3 });
    const [encoder, decoder] = [await open(manifest.encoder), await open(manifest.decoder)];
    return new OnnxSession(runtime, encoder, decoder, manifest);
  }

  async encode({ ids, lengths, size, time }: SourceBatch): Promise<OnnxDecoding> {
    const { Tensor } = this.runtime;
    const outputs = await this.encoder.run({
      source: new Tensor('int32', ids, [size, time]),
      lengths: new Tensor('int32', Int32Array.from(lengths), [size]),
    });
    const { state } = this.manifest.decoder;
    return new OnnxDecoding(this.runtime, this.decoder, state, { ...outputs });
  }

  async dispose(): Promise<void> {
    await Promise.all([this.encoder.release(), this.decoder.release()]);
  }
}
