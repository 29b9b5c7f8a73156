/** The whole model: encoder, attention, decoder and output layer (Sutskever et al. 2014, Luong et al. 2015). */
import { gather, reshape, tensor1d, tidy } from '@tensorflow/tfjs-core';
import type { Scalar, Tensor1D, Tensor2D, Tensor3D, Variable } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import { logits, negativeLogLikelihood, projectionLoss } from '../nn/projection-loss.js';
import type { OutputWeights } from '../nn/projection-loss.js';
import { scoped } from '../nn/scope.js';
import { decodeForced, decoderStep } from './decoder.js';
import type { DecoderContext } from './decoder-context.js';
import { encode, timeMajorIds } from './encoder.js';
import { attentionalSize, NO_DROPOUT } from './model-config.js';
import type { DropoutRates, ModelConfig } from './model-config.js';
import { embeddingName, matrix, outputName, vector } from './parameters.js';
import type { Parameters } from './parameters.js';
import { wordRows } from './parallel-batch.js';
import type { ParallelBatch } from './parallel-batch.js';
import type { DecoderState, DecoderStep, Encoding, SourceBatch } from './step-model.js';
import type { InspectableModel, InspectedStep } from './step-model.js';

export interface LossOptions {
  /** ε of label smoothing. */
  labelSmoothing: number;
  rates: DropoutRates;
  random: Random | null;
}

export class TranslationModel implements InspectableModel {
  constructor(
    readonly config: ModelConfig,
    readonly parameters: Parameters,
  ) {}

  get vocabularySize(): number {
    return this.config.targetVocabulary;
  }

  get variables(): Variable[] {
    return [...this.parameters.values()];
  }

  encode(source: SourceBatch): Encoding {
    return scoped(() => encode(source, this.context(NO_DROPOUT, null)));
  }

  step(previous: Tensor1D, state: DecoderState, encoding: Encoding): DecoderStep {
    return scoped(() => {
      const embedded = gather(this.targetEmbedding, previous); // [N, E]
      const output = decoderStep(embedded, state, encoding, this.context(NO_DROPOUT, null));
      return {
        logits: logits(output.attentional, this.output),
        attention: output.weights,
        state: output.state,
      };
    });
  }

  inspect(previous: Tensor1D, state: DecoderState, encoding: Encoding): InspectedStep {
    return scoped(() => {
      const embedded = gather(this.targetEmbedding, previous); // [N, E]
      const { weights, ...output } = decoderStep(embedded, state, encoding, this.context(NO_DROPOUT, null));
      return {
        ...output,
        hidden: output.state.hidden[this.config.decoderLayers - 1],
        attention: weights,
        logits: logits(output.attentional, this.output),
      };
    });
  }

  /** Label-smoothed cross entropy of a batch, summed over its target words, in nats. */
  loss(batch: ParallelBatch, { labelSmoothing, rates, random }: LossOptions): Scalar {
    return tidy(() => {
      const { states, labels } = this.forcedStates(batch, rates, random);
      return projectionLoss(states, this.output, labels, labelSmoothing);
    });
  }

  /**
   * Reads reference translations word by word (teacher forcing).
   * @returns the negative log-probability of each target word in nats, sentence by sentence without padding,
   *   `[tokens]`, and the attention weights `[B, U, T]`
   */
  score(batch: ParallelBatch): { negativeLogProbabilities: Tensor1D; attention: Tensor3D } {
    return tidy(() => {
      const { states, labels, attention } = this.forcedStates(batch, NO_DROPOUT, null);
      return { negativeLogProbabilities: negativeLogLikelihood(states, this.output, labels), attention };
    });
  }

  dispose(): void {
    for (const parameter of this.variables) parameter.dispose();
  }

  /** Attentional states at the target's words `[tokens, A]`, and the words to be written there. */
  private forcedStates(
    { source, target }: ParallelBatch,
    rates: DropoutRates,
    random: Random | null,
  ): { states: Tensor2D; labels: Int32Array; attention: Tensor3D } {
    const context = this.context(rates, random);
    const encoding = encode(source, context);
    const previous = timeMajorIds(target.inputs, target.size, target.time);
    const { attentional, weights } = decodeForced(previous, encoding, context);
    const { rows, labels } = wordRows(target);
    const flat: Tensor2D = reshape(attentional, [target.size * target.time, attentionalSize(this.config)]);
    return {
      states: gather(flat, tensor1d(rows, 'int32')),
      labels,
      attention: weights,
    };
  }

  private context(rates: DropoutRates, random: Random | null): DecoderContext {
    return { config: this.config, parameters: this.parameters, rates, random };
  }

  private get targetEmbedding(): Tensor2D {
    return matrix(this.parameters, embeddingName(this.config, 'decoder'));
  }

  private get output(): OutputWeights {
    return {
      weights: matrix(this.parameters, outputName(this.config)),
      bias: vector(this.parameters, 'output.bias'),
    };
  }
}
