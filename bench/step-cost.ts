/** What a decoder step costs at least: the weights that it reads once and the products that each row needs. */
import { attentionalSize } from '../src/model/model-config.js';
import type { ModelConfig } from '../src/model/model-config.js';
import type { DecoderState, Encoding, StepModel } from '../src/model/step-model.js';
import type { Tensor1D } from '@tensorflow/tfjs-core';

/** What this machine can do. */
export interface MachineSpeed {
  /** Floating-point operations a second in products of float32 matrices. */
  operations: number;
  /** Bytes a second read from memory in one long sum. */
  bytes: number;
}

/** Elements of the matrices that a step multiplies by; the embeddings' product is a row of a table. */
export function multipliedWeights(config: ModelConfig): number {
  const { hidden, decoderLayers, targetVocabulary, inputFeeding } = config;
  const size = attentionalSize(config);
  const lowest = (inputFeeding ? size : 0) + hidden;
  const upper = (decoderLayers - 1) * 2 * hidden;
  return 4 * hidden * (lowest + upper) + hidden * size + size * targetVocabulary;
}

/** A model that counts what it is asked for. */
export class CountingModel implements StepModel {
  readonly vocabularySize: number;
  /** Rows of each step. */
  readonly rows: number[] = [];

  constructor(private readonly model: StepModel) {
    this.vocabularySize = model.vocabularySize;
  }

  encode(...args: Parameters<StepModel['encode']>): Encoding {
    return this.model.encode(...args);
  }

  step(previous: Tensor1D, state: DecoderState, encoding: Encoding): ReturnType<StepModel['step']> {
    this.rows.push(previous.shape[0]);
    return this.model.step(previous, state, encoding);
  }
}

/**
 * The least time of decoding in seconds: each step reads its weights once, at the speed of memory, or multiplies
 * its rows by them, at the speed of a large product, whichever takes longer. The encoder is not counted.
 */
export function decodingFloor(rows: readonly number[], config: ModelConfig, speed: MachineSpeed): number {
  const weights = multipliedWeights(config);
  const reading = (4 * weights) / speed.bytes;
  return rows.reduce((sum, count) => sum + Math.max(reading, (2 * weights * count) / speed.operations), 0);
}
