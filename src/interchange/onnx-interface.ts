/** What the two graphs have in common: the model they are made of, and the names of what goes between them. */
import type { ModelConfig } from '../model/model-config.js';
import { RECURRENT_OPERATORS } from './onnx-recurrence.js';
import type { CellName } from './onnx-recurrence.js';
import type { Weights } from './onnx-weights.js';

export interface ExportedModel {
  config: ModelConfig;
  cell: CellName;
  weights: Weights;
}

/** Added to attention scores of padding, as Ieum adds it. */
export const ATTENTION_MASK = -1e9;

/** A tensor `[N, H]` that a decoder step hands to the next. */
export interface StateName {
  /** `hidden.0`; behind a step it is `hidden.0.next`. */
  name: string;
  kind: 'hidden' | 'cell' | 'attentional';
  layer: number;
}

/** The decoder's state in the order in which the graphs list it. */
export function stateNames(config: ModelConfig, cell: CellName): StateName[] {
  const kinds = (['hidden', 'cell'] as const).slice(0, RECURRENT_OPERATORS[cell].states);
  const names = kinds.flatMap((kind) =>
    Array.from({ length: config.decoderLayers }, (_, layer) => ({ name: `${kind}.${layer}`, kind, layer })),
  );
  return config.inputFeeding ? [...names, { name: 'attentional', kind: 'attentional', layer: 0 }] : names;
}

/** The name of a state behind a step. */
export const nextName = (name: string): string => `${name}.next`;
