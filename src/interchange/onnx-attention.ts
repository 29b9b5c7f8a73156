/** The attention of a decoder step as a graph, by its score function. */
import { parameterOf } from './onnx-interface.js';
import type { ExportedModel } from './onnx-interface.js';
import type { OnnxGraph } from './onnx-graph.js';

/** `[B, K, T]` and `[B, K, H]` */
export interface GraphAttention {
  weights: string;
  context: string;
}

/** The sizes of some axes of a tensor, a vector. */
function sizes(graph: OnnxGraph, value: string, from: number, to: number): string {
  return graph.node('Slice', [graph.node('Shape', [value]), graph.integers([from]), graph.integers([to])]);
}

/** Scores of eq. 8 (Luong et al. 2015) for queries `[B, K, H]` over the memory `[B, T, H]`: `[B, K, T]`. */
function scores(graph: OnnxGraph, queries: string, model: ExportedModel): string {
  const through = (states: string, name: string): string =>
    graph.node('MatMul', [states, parameterOf(graph, model, `decoder.attention.${name}`)]);
  if (model.config.attention === 'concat') {
    const rows = graph.node('Unsqueeze', [through(queries, 'query'), graph.integers([2])]); // [B, K, 1, H]
    const columns = graph.node('Unsqueeze', [through('memory', 'key'), graph.integers([1])]); // [B, 1, T, H]
    const squashed = graph.node('Tanh', [graph.node('Add', [rows, columns])]);
    return graph.node('Squeeze', [through(squashed, 'energy'), graph.integers([3])]);
  }
  const asked = model.config.attention === 'general' ? through(queries, 'kernel') : queries;
  return graph.node('MatMul', [asked, graph.node('Transpose', ['memory'], { perm: [0, 2, 1] })]);
}

/** Attention over `memory` and `mask`; without it the context is the encoder's `summary`, and no weight is given. */
export function attention(graph: OnnxGraph, queries: string, model: ExportedModel): GraphAttention {
  if (model.config.attention === 'none') {
    const summary = graph.node('Unsqueeze', ['summary', graph.integers([1])]);
    const shape = graph.node('Concat', [sizes(graph, queries, 0, 2), sizes(graph, 'memory', 1, 2)], {
      axis: 0,
    });
    return {
      weights: graph.node('Expand', [graph.scalar(0, 'float32'), shape]),
      context: graph.node('Expand', [summary, graph.node('Shape', [queries])]),
    };
  }
  const masked = graph.node('Add', [scores(graph, queries, model), 'mask']);
  const weights = graph.node('Softmax', [masked], { axis: -1 });
  return { weights, context: graph.node('MatMul', [weights, 'memory']) };
}
