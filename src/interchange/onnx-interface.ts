/** What the two graphs have in common: the model they are made of, and the names of what goes between them. */
import { attentionalSize } from '../model/model-config.js';
import type { ModelConfig } from '../model/model-config.js';
import type { OnnxGraph } from './onnx-graph.js';
import { RECURRENT_OPERATORS } from './onnx-recurrence.js';
import type { CellName } from './onnx-recurrence.js';
import { weightsOf } from './onnx-weights.js';
import type { Weights } from './onnx-weights.js';

export interface ExportedModel {
  config: ModelConfig;
  cell: CellName;
  weights: Weights;
}

/** Added to attention scores of padding, as Ieum adds it. */
export const ATTENTION_MASK = -1e9;

/** A tensor that a decoder step hands to the next. */
export interface StateName {
  /** `hidden.0`; behind a step it is `hidden.0.next`. */
  name: string;
  kind: 'hidden' | 'cell' | 'attentional';
  layer: number;
  /** Its width: H, or A of the attentional state. */
  size: number;
}

/** The decoder's state in the order in which the graphs list it. */
export function stateNames(config: ModelConfig, cell: CellName): StateName[] {
  const kinds = (['hidden', 'cell'] as const).slice(0, RECURRENT_OPERATORS[cell].states);
  const { decoderLayers, hidden: size } = config;
  const names = kinds.flatMap((kind) =>
    Array.from({ length: decoderLayers }, (_, layer): StateName => {
      return { name: `${kind}.${layer}`, kind, layer, size };
    }),
  );
  if (!config.inputFeeding) return names;
  return [...names, { name: 'attentional', kind: 'attentional', layer: 0, size: attentionalSize(config) }];
}

/** The name of a state behind a step. */
export const nextName = (name: string): string => `${name}.next`;

/** The parameter of a name as a tensor of the graph's file. */
export function parameterOf(graph: OnnxGraph, { weights }: ExportedModel, name: string): string {
  const { shape, values } = weightsOf(weights, name);
  return graph.weights(name, shape, values);
}
