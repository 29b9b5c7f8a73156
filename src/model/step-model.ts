/** What search needs of a translation model: encode once, then one decoder step at a time. */
import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** Padded source sentences, row-major `[B, T]`, PAD behind each sentence's own length. */
export interface SourceBatch {
  ids: Int32Array;
  lengths: number[];
  size: number;
  time: number;
}

/** What the encoder leaves: computed once, shared by all K hypotheses of a sentence. */
export interface Encoding {
  /** Encoder states `[B, T, H]`. */
  memory: Tensor3D;
  /** Added to attention scores, `[B, 1, T]`: 0 at words, a large negative number at padding. */
  mask: Tensor3D;
  /** What scores are computed from, `[B, T, H]`, where that is not the memory itself. */
  keys?: Tensor3D;
  /** Encoder states through the context's half of the attentional layer, `[B, T, A]`, where the step reads them. */
  values?: Tensor3D;
  /** The encoder's state after each sentence's last word, `[B, H]`: the context of a model without attention. */
  summary?: Tensor2D;
  /** The decoder's first state, N = B. */
  state: DecoderState;
}

/** The decoder's state between two steps, one row a hypothesis. */
export interface DecoderState {
  /** Hidden state of each layer, `[N, H]`. */
  hidden: Tensor2D[];
  /** Cell state of each layer, `[N, H]`; empty where cells have none. */
  cell: Tensor2D[];
  /** Attentional state of the step before, `[N, A]`; only with input feeding. */
  attentional: Tensor2D | null;
}

export interface DecoderStep {
  /** Scores over the target vocabulary before the softmax, `[N, V]`. */
  logits: Tensor2D;
  /** Attention weights over the source, `[N, T]`; each row sums to one over the words, or is zero without attention. */
  attention: Tensor2D;
  state: DecoderState;
}

/** A model seen one decoder step at a time. Tensors belong to the caller, who disposes of them. */
export interface StepModel {
  readonly vocabularySize: number;
  encode(source: SourceBatch): Encoding;
  /**
   * One step for N = B·K hypotheses, K consecutive rows a sentence of `encoding` (B rows); K is N / B.
   * @param previous the last target id of each hypothesis, int32 `[N]`
   */
  step(previous: Tensor1D, state: DecoderState, encoding: Encoding): DecoderStep;
}

/** A step with what it computes on the way, as Luong et al. (2015) name it. N hypotheses, T source pieces. */
export interface InspectedStep extends DecoderStep {
  /** The decoder's top state h_t, `[N, H]`. */
  hidden: Tensor2D;
  /** Scores before mask and softmax (eq. 8), `[N, T]`. */
  scores: Tensor2D;
  /** c_t, the weighted mean of the encoder states, `[N, H]`. */
  context: Tensor2D;
  /** tanh(W_c [c_t; h_t]) (eq. 5), `[N, A]`. */
  attentional: Tensor2D;
}

/** A model whose steps can be looked into. */
export interface InspectableModel extends StepModel {
  /** As `step`, with all that it computes. The tensors are the caller's; some of the record are the same tensor. */
  inspect(previous: Tensor1D, state: DecoderState, encoding: Encoding): InspectedStep;
}
