/** The fast path of translation: the decoder step over weights prepared for reading, without a gradient. */
import { concat, dispose, gather, keep, matMul, reshape, slice, transpose } from '@tensorflow/tfjs-core';
import type { Rank, Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import { affine, attentionalStep, lstmCell } from '../nn/inference-kernels.js';
import { scoped } from '../nn/scope.js';
import { attentionalSize } from './model-config.js';
import type { ModelConfig } from './model-config.js';
import { embeddingName, matrix, outputName, recurrentWeights, vector } from './parameters.js';
import type { Parameters } from './parameters.js';
import type { DecoderState, DecoderStep, Encoding, SourceBatch, StepModel } from './step-model.js';
import type { TranslationModel } from './translation-model.js';

/** Largest table of gates that is made, in bytes; a larger vocabulary is multiplied step by step. */
const LARGEST_TABLE = 128 * 2 ** 20;

/** Weights as the step reads them; those that are no parameter themselves are its own. */
interface PreparedWeights {
  /** E_v W_x + b for each target word v, `[V, 4H]`, or null where it would be too large. */
  gates: Tensor2D | null;
  /** W_x and b of the lowest layer, for where there is no table. */
  embedding: Tensor2D;
  fromEmbedding: Tensor2D;
  lowestBias: Tensor1D;
  /** Rows of the lowest layer's kernel for the attentional state (input feeding) and the hidden state. */
  recurrent: Tensor2D;
  /** Weights of the layer below and of the hidden state, one above the other, and bias of each layer above. */
  upper: { kernel: Tensor2D; bias: Tensor1D }[];
  /** The halves of the attentional layer `[H, A]`. */
  fromContext: Tensor2D;
  fromHidden: Tensor2D;
  /** `[A, V]`: its rows are read as they lie, which is up to twice as fast as across them. */
  output: Tensor2D;
  outputBias: Tensor1D;
}

/** A model for translation alone: make it anew where the weights have changed. */
export interface InferenceModel extends StepModel {
  /** Frees what was prepared, not the model it was made from. */
  dispose(): void;
}

/** Whether the fast step computes what the model's own step does: an LSTM's with dot or general scores. */
export function hasInferenceStep({ cell, attention, layerNorm }: ModelConfig): boolean {
  return cell === 'lstm' && (attention === 'dot' || attention === 'general') && !layerNorm;
}

function prepare(config: ModelConfig, parameters: Parameters): PreparedWeights {
  const { embedding: width, hidden, targetVocabulary } = config;
  const lowest = matrix(parameters, 'decoder.0.kernel');
  const lowestBias = vector(parameters, 'decoder.0.bias');
  const embedding = matrix(parameters, embeddingName(config, 'decoder'));
  const attentional = matrix(parameters, 'decoder.attentional.kernel');
  const fromEmbedding = slice(lowest, [0, 0], [width, -1]);
  const tableBytes = targetVocabulary * 4 * hidden * Float32Array.BYTES_PER_ELEMENT;
  return {
    gates: tableBytes <= LARGEST_TABLE ? affine(embedding, fromEmbedding, lowestBias) : null,
    embedding,
    fromEmbedding,
    lowestBias,
    recurrent: concat([slice(lowest, [width, 0], [-1, -1]), matrix(parameters, 'decoder.0.recurrent')], 0),
    upper: Array.from({ length: config.decoderLayers - 1 }, (_, k) => {
      const { kernel, recurrent, bias } = recurrentWeights(parameters, `decoder.${k + 1}`);
      return { kernel: concat([kernel, recurrent], 0), bias };
    }),
    fromContext: slice(attentional, [0, 0], [hidden, -1]),
    fromHidden: slice(attentional, [hidden, 0], [-1, -1]),
    output: transpose(matrix(parameters, outputName(config))),
    outputBias: vector(parameters, 'output.bias'),
  };
}

class FastModel implements InferenceModel {
  readonly vocabularySize: number;
  private readonly weights: PreparedWeights;

  constructor(private readonly model: TranslationModel) {
    this.vocabularySize = model.vocabularySize;
    this.weights = scoped(() => prepare(model.config, model.parameters));
    for (const tensor of this.prepared()) keep(tensor);
  }

  encode(source: SourceBatch): Encoding {
    return scoped(() => {
      const encoding = this.model.encode(source);
      const [batch, time, size] = encoding.memory.shape;
      const flat = reshape<Rank.R2>(encoding.memory, [batch * time, size]);
      const values = matMul(flat, this.weights.fromContext);
      return {
        ...encoding,
        values: reshape<Rank.R3>(values, [batch, time, attentionalSize(this.model.config)]),
      };
    });
  }

  step(previous: Tensor1D, state: DecoderState, encoding: Encoding): DecoderStep {
    return scoped(() => {
      const { weights } = this;
      const hidden: Tensor2D[] = [];
      const cell: Tensor2D[] = [];
      const below = state.attentional ? concat([state.attentional, state.hidden[0]], 1) : state.hidden[0];
      const lowest = lstmCell(below, weights.recurrent, this.gatesOf(previous), state.cell[0]);
      hidden.push(lowest.hidden);
      cell.push(lowest.cell);
      weights.upper.forEach(({ kernel, bias }, k) => {
        const x = concat([hidden[k], state.hidden[k + 1]], 1);
        const layer = lstmCell(x, kernel, bias, state.cell[k + 1]);
        hidden.push(layer.hidden);
        cell.push(layer.cell);
      });
      const { keys = encoding.memory, mask } = encoding;
      const memory = { keys, values: valuesOf(encoding), mask };
      const top = attentionalStep(hidden[hidden.length - 1], weights.fromHidden, memory);
      return {
        logits: affine(top.attentional, weights.output, weights.outputBias),
        attention: top.weights,
        state: { hidden, cell, attentional: state.attentional && top.attentional },
      };
    });
  }

  dispose(): void {
    dispose(this.prepared());
  }

  /** What the last word adds to the lowest layer's gates, `[N, 4H]`. */
  private gatesOf(previous: Tensor1D): Tensor2D {
    const { gates, embedding, fromEmbedding, lowestBias } = this.weights;
    return gates ? gather(gates, previous) : affine(gather(embedding, previous), fromEmbedding, lowestBias);
  }

  private prepared(): Tensor[] {
    const { gates, fromEmbedding, recurrent, upper, fromContext, fromHidden, output } = this.weights;
    const upperKernels = upper.map(({ kernel }) => kernel);
    return [
      ...(gates ? [gates] : []),
      ...[fromEmbedding, recurrent, ...upperKernels, fromContext, fromHidden, output],
    ];
  }
}

function valuesOf({ values }: Encoding): Tensor3D {
  if (!values) throw new Error('step: expected an encoding of the same model, got another');
  return values;
}

/** The model in its fast form; an architecture without one is its own. */
export function inferenceModel(model: TranslationModel): InferenceModel {
  if (hasInferenceStep(model.config)) return new FastModel(model);
  return {
    vocabularySize: model.vocabularySize,
    encode: (source) => model.encode(source),
    step: (previous, state, encoding) => model.step(previous, state, encoding),
    dispose: () => undefined,
  };
}
