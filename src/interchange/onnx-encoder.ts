/** The encoder as a graph: source ids in, encoder states and the decoder's first state out. */
import { embeddingName, encoderDirections } from '../model/parameters.js';
import { ATTENTION_MASK, parameterOf, stateNames } from './onnx-interface.js';
import type { ExportedModel } from './onnx-interface.js';
import { OnnxGraph } from './onnx-graph.js';
import { recurrentLayer } from './onnx-recurrence.js';

/** 0 at words and a large negative number at padding, `[B, 1, T]`. */
function attentionMask(graph: OnnxGraph, source: string, lengths: string): string {
  const time = graph.node('Gather', [graph.node('Shape', [source]), graph.scalar(1, 'int64')]);
  const positions = graph.node('Range', [graph.scalar(0, 'int64'), time, graph.scalar(1, 'int64')]);
  const ends = graph.node('Unsqueeze', [graph.node('Cast', [lengths], { to: 7 }), graph.integers([1])]);
  const isWord = graph.node('Less', [positions, ends]); // [B, T]
  const mask = graph.node('Where', [
    isWord,
    graph.scalar(0, 'float32'),
    graph.scalar(ATTENTION_MASK, 'float32'),
  ]);
  return graph.node('Unsqueeze', [mask, graph.integers([1])]);
}

/** Zeros `[B, size]`. */
function zeroState(graph: OnnxGraph, source: string, size: number): string {
  const batch = graph.node('Slice', [
    graph.node('Shape', [source]),
    graph.integers([0]),
    graph.integers([1]),
  ]);
  const shape = graph.node('Concat', [batch, graph.integers([size])], { axis: 0 });
  return graph.node('Expand', [graph.scalar(0, 'float32'), shape]);
}

/** The recurrent layers; gives the top one's states `[T, B, H]` and its last states `[B, H]`, hidden first. */
function layers(
  graph: OnnxGraph,
  embedded: string,
  lengths: string,
  { config, cell, weights }: ExportedModel,
): { states: string; last: string[] } {
  const directions = encoderDirections(config);
  let states = embedded;
  let last: string[] = [];
  for (let layer = 0; layer < config.encoderLayers; layer++) {
    const names = directions.map((direction) => `encoder.${direction}.${layer}`);
    const size = config.hidden / directions.length;
    const output = recurrentLayer(graph, states, { lengths }, { cell, names, size, weights });
    const sideBySide = graph.node('Transpose', [output.all], { perm: [0, 2, 1, 3] }); // [T, B, D, H / D]
    states = graph.node('Reshape', [sideBySide, graph.integers([0, 0, config.hidden])]);
    last = output.last.map((state) =>
      graph.node('Reshape', [
        graph.node('Transpose', [state], { perm: [1, 0, 2] }),
        graph.integers([0, config.hidden]),
      ]),
    );
  }
  return { states, last };
}

/** The decoder's first state of one layer out of the encoder's last one. */
function bridge(
  graph: OnnxGraph,
  { kind, layer, last, source }: { kind: string; layer: number; last: string; source: string },
  model: ExportedModel,
): string {
  const { config } = model;
  if (config.bridge === 'zero') return zeroState(graph, source, config.hidden);
  if (config.bridge === 'last') return last;
  const part = (name: string): string => parameterOf(graph, model, `bridge.${kind}.${layer}.${name}`);
  return graph.node('Tanh', [graph.node('Gemm', [last, part('kernel'), part('bias')])]);
}

/**
 * Inputs: `source` int32 `[batch, source]`, each sentence with `</s>` and behind it `<pad>`; `lengths` int32
 * `[batch]`, `</s>` counted. Outputs: `memory` `[batch, source, H]`, zero at padding; `mask` `[batch, 1, source]`;
 * without attention `summary` `[batch, H]`, the context of every step; the decoder's first state by name, each
 * `[batch, H]`, the attentional state `[batch, A]`.
 */
export function encoderGraph(model: ExportedModel): OnnxGraph {
  const { config, cell } = model;
  const graph = new OnnxGraph('encoder');
  const source = graph.input('source', 'int32', ['batch', 'source']);
  const lengths = graph.input('lengths', 'int32', ['batch']);
  const embedding = parameterOf(graph, model, embeddingName(config, 'encoder'));
  const ids = graph.node('Transpose', [source], { perm: [1, 0] });
  const embedded = graph.node('Gather', [embedding, ids], { axis: 0 }); // [T, B, E]
  const { states, last } = layers(graph, embedded, lengths, model);
  const memory = graph.node('Transpose', [states], { perm: [1, 0, 2] });
  graph.output('memory', 'float32', ['batch', 'source', config.hidden], memory);
  graph.output('mask', 'float32', ['batch', 1, 'source'], attentionMask(graph, source, lengths));
  if (config.attention === 'none') graph.output('summary', 'float32', ['batch', config.hidden], last[0]);
  for (const { name, kind, layer, size } of stateNames(config, cell)) {
    const state =
      kind === 'attentional'
        ? zeroState(graph, source, size)
        : bridge(graph, { kind, layer, last: last[kind === 'hidden' ? 0 : 1], source }, model);
    graph.output(name, 'float32', ['batch', size], state);
  }
  return graph;
}
