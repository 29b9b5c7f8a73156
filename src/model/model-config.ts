/** The architecture of a translation model: all that is needed to build its parameters. */
import type { CellKind } from '../nn/cells.js';

export const BRIDGES = ['zero', 'last', 'dense'] as const;

/** How the decoder's first state comes from the encoder: not at all, its last state, or a tanh layer on it. */
export type Bridge = (typeof BRIDGES)[number];

export const ATTENTIONS = ['dot', 'general', 'concat', 'none'] as const;

/** How encoder states are scored (Luong et al. 2015, eq. 8); with `none` the encoder's last state is the context of every step. */
export type AttentionKind = (typeof ATTENTIONS)[number];

export const TYINGS = ['none', 'target', 'all'] as const;

/**
 * Which matrices with a row a piece are one (Press & Wolf 2017): none, the decoder's embedding and the output
 * weights, or these and the encoder's embedding, which takes a vocabulary of both languages.
 */
export type Tying = (typeof TYINGS)[number];

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
  /** Of encoder and decoder. */
  cell: CellKind;
  attention: AttentionKind;
  bridge: Bridge;
  /** Whether the attentional state is fed into the next step (Luong et al. 2015, sec. 3.3). */
  inputFeeding: boolean;
  tiedEmbeddings: Tying;
  /** Whether recurrent layers, the dense bridge and the attentional layer are normalised (Ba et al. 2016). */
  layerNorm: boolean;
}

type LaterKey = 'cell' | 'attention' | 'tiedEmbeddings' | 'layerNorm';

/** What models had before these could be chosen. */
const BEFORE: Pick<ModelConfig, LaterKey> = {
  cell: 'lstm',
  attention: 'dot',
  tiedEmbeddings: 'none',
  layerNorm: false,
};

/** An architecture as it was stored, perhaps before a key was there. */
export type StoredArchitecture = Omit<ModelConfig, LaterKey> & Partial<Pick<ModelConfig, LaterKey>>;

export function completeArchitecture(stored: StoredArchitecture): ModelConfig {
  // Twice, so that its own keys stand first.
  return { ...stored, ...BEFORE, ...stored };
}

/** A, the size of the attentional state: H, or E where the target's embeddings are the output weights. */
export function attentionalSize({ tiedEmbeddings, embedding, hidden }: ModelConfig): number {
  return tiedEmbeddings === 'none' ? hidden : embedding;
}

/** Rates of what is dropped in training. */
export interface DropoutRates {
  /** Elements of the embeddings. */
  embedding: number;
  /** Between recurrent layers and on the encoder states. */
  layer: number;
  /** On the hidden state where the next step reads it, the same units all through a sequence. */
  recurrent: number;
  /** On the attentional state. */
  attentional: number;
  /** Whole words that the encoder reads, and that the decoder reads. */
  sourceWords: number;
  targetWords: number;
}

export const NO_DROPOUT: DropoutRates = {
  embedding: 0,
  layer: 0,
  recurrent: 0,
  attentional: 0,
  sourceWords: 0,
  targetWords: 0,
};
