/** What the ways of running a decoder share. */
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import type { DropoutRates, ModelConfig } from './model-config.js';
import type { Parameters } from './parameters.js';

export interface DecoderContext {
  config: ModelConfig;
  parameters: Parameters;
  rates: DropoutRates;
  /** Drops units where it is given, that is in training. */
  random: Random | null;
  /** Of each layer the factors of its hidden state where it is read, `[1, N, H]`; left out, none is dropped. */
  masks?: (Tensor3D | null)[];
}

export interface DecoderOutput {
  /** Attentional states `[B, U, A]`. */
  attentional: Tensor3D;
  /** Attention weights `[B, U, T]`. */
  weights: Tensor3D;
}
