/** The architecture of a translation model: all that is needed to build its parameters. */

export const BRIDGES = ['zero', 'last', 'dense'] as const;

/** How the decoder's first state comes from the encoder: not at all, its last state, or a tanh layer on it. */
export type Bridge = (typeof BRIDGES)[number];

export interface ModelConfig {
  sourceVocabulary: number;
  targetVocabulary: number;
  /** E */
  embedding: number;
  /** H, of the decoder and of the encoder's two directions together. */
  hidden: number;
  encoderLayers: number;
  decoderLayers: number;
  bidirectional: boolean;
  bridge: Bridge;
  /** Whether the attentional state is fed into the next step (Luong et al. 2015, sec. 3.3). */
  inputFeeding: boolean;
}

/** Rates of the units dropped in training. */
export interface DropoutRates {
  embedding: number;
  /** Between recurrent layers and on the encoder states. */
  layer: number;
  /** On the attentional state. */
  attentional: number;
}

export const NO_DROPOUT: DropoutRates = { embedding: 0, layer: 0, attentional: 0 };
