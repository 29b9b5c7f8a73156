/** One decoder step as a graph: the last piece of each hypothesis in, scores over the vocabulary out. */
import { embeddingName, outputName } from '../model/parameters.js';
import { attention } from './onnx-attention.js';
import { nextName, parameterOf, stateNames } from './onnx-interface.js';
import type { ExportedModel } from './onnx-interface.js';
import { OnnxGraph } from './onnx-graph.js';
import { recurrentLayer } from './onnx-recurrence.js';

/** The recurrent layers over one step `[1, N, I]`; gives the top hidden state `[N, H]` and the next state by name. */
function layers(
  graph: OnnxGraph,
  x: string,
  { config, cell, weights }: ExportedModel,
): { top: string; next: Map<string, string> } {
  const next = new Map<string, string>();
  const states = stateNames(config, cell).filter(({ kind }) => kind !== 'attentional');
  let below = x;
  let top = '';
  for (let layer = 0; layer < config.decoderLayers; layer++) {
    const own = states.filter((state) => state.layer === layer);
    const first = own.map(({ name }) => graph.node('Unsqueeze', [name, graph.integers([0])]));
    const names = [`decoder.${layer}`];
    const { last } = recurrentLayer(graph, below, { first }, { cell, names, size: config.hidden, weights });
    own.forEach(({ name }, k) =>
      next.set(nextName(name), graph.node('Squeeze', [last[k], graph.integers([0])])),
    );
    below = last[0]; // [1, N, H], the only step
    top = next.get(nextName(own[0].name)) ?? '';
  }
  return { top, next };
}

/** `[B · K, H]` as `[B, K, H]`, B being that of the memory. */
function bySentence(graph: OnnxGraph, states: string, hidden: number): string {
  const batch = graph.node('Slice', [
    graph.node('Shape', ['memory']),
    graph.integers([0]),
    graph.integers([1]),
  ]);
  const shape = graph.node('Concat', [batch, graph.integers([-1, hidden])], { axis: 0 });
  return graph.node('Reshape', [states, shape]);
}

/**
 * Inputs: `previous` int32 `[hypotheses]`, K consecutive ones a sentence; `memory` and `mask` of the encoder, one row
 * a sentence; without attention its `summary`; the state by name, each `[hypotheses, H]`. Outputs: `logits` `[hypotheses, V]` before the softmax,
 * `attention` `[hypotheses, source]`, and the state with `.next` behind each name.
 */
export function decoderGraph(model: ExportedModel): OnnxGraph {
  const { config, cell } = model;
  const { hidden, targetVocabulary } = config;
  const graph = new OnnxGraph('decoder step');
  const previous = graph.input('previous', 'int32', ['hypotheses']);
  graph.input('memory', 'float32', ['batch', 'source', hidden]);
  graph.input('mask', 'float32', ['batch', 1, 'source']);
  const states = stateNames(config, cell);
  if (config.attention === 'none') graph.input('summary', 'float32', ['batch', hidden]);
  for (const { name, size } of states) graph.input(name, 'float32', ['hypotheses', size]);
  const parameter = (name: string): string => parameterOf(graph, model, name);
  const embedding = parameter(embeddingName(config, 'decoder'));
  const embedded = graph.node('Gather', [embedding, previous], { axis: 0 }); // [N, E]
  const fed = config.inputFeeding ? graph.node('Concat', [embedded, 'attentional'], { axis: 1 }) : embedded;
  const { top, next } = layers(graph, graph.node('Unsqueeze', [fed, graph.integers([0])]), model);
  const { weights: attended, context } = attention(graph, bySentence(graph, top, hidden), model);
  const both = graph.node('Concat', [graph.node('Flatten', [context], { axis: 2 }), top], { axis: 1 });
  // tanh(W [c; h]) (Luong et al. 2015, eq. 5)
  const combined = graph.node('MatMul', [both, parameter('decoder.attentional.kernel')]);
  const attentional = graph.node('Tanh', [combined]);
  const logits = graph.node('Gemm', [attentional, parameter(outputName(config)), parameter('output.bias')], {
    transB: 1,
  });
  graph.output('logits', 'float32', ['hypotheses', targetVocabulary], logits);
  graph.output(
    'attention',
    'float32',
    ['hypotheses', 'source'],
    graph.node('Flatten', [attended], { axis: 2 }),
  );
  if (config.inputFeeding) next.set(nextName('attentional'), attentional);
  for (const { name, size } of states) {
    const after = nextName(name);
    graph.output(after, 'float32', ['hypotheses', size], next.get(after) ?? '');
  }
  return graph;
}
