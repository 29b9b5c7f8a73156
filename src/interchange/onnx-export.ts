/** A model as a folder for other programs: two ONNX graphs, the vocabularies, and a manifest that says how they fit. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256, writeFolderAtomically } from '../foundation/files.js';
import { storedParameters } from '../model/checkpoint.js';
import type { CheckpointCard, LoadedCheckpoint } from '../model/checkpoint.js';
import { SPECIAL_PIECES } from '../text/special-pieces.js';
import { coveredCell } from './onnx-coverage.js';
import { decoderGraph } from './onnx-decoder.js';
import { encoderGraph } from './onnx-encoder.js';
import { OPSET } from './onnx-graph.js';
import type { GraphValue, OnnxGraph } from './onnx-graph.js';
import { nextName, stateNames } from './onnx-interface.js';

const FORMAT = 'ieum-onnx-1';
export const MANIFEST = 'manifest.json';

export interface GraphManifest {
  file: string;
  inputs: GraphValue[];
  outputs: GraphValue[];
}

/** `manifest.json` */
export interface OnnxManifest extends Pick<
  CheckpointCard,
  'name' | 'source' | 'target' | 'architecture' | 'updates' | 'scores' | 'licences'
> {
  format: typeof FORMAT;
  opset: number;
  encoder: GraphManifest;
  decoder: GraphManifest & {
    /** What the encoder gives under `name` goes into the first step; each step gives it anew under `next`. */
    state: { name: string; next: string }[];
  };
  tokenizers: { source: string; target: string };
  /** Ids of the control pieces. */
  pieces: Record<string, number>;
  /** SHA-256 of each other file. */
  hashes: Record<string, string>;
}

const graphManifest = (file: string, { inputs, outputs }: OnnxGraph): GraphManifest => ({
  file,
  inputs,
  outputs,
});

/**
 * Writes the folder whole or not at all.
 * @throws UserError where the architecture has something that cannot be exported
 */
export function exportOnnx({ model, card, tokenizerPaths }: LoadedCheckpoint, folder: string): OnnxManifest {
  const { config } = model;
  const cell = coveredCell(config);
  const exported = { config, cell, weights: storedParameters(model) };
  const [encoder, decoder] = [encoderGraph(exported), decoderGraph(exported)];
  const metadata = { name: card.name, source: card.source, target: card.target };
  const files: Record<string, Uint8Array> = {
    'encoder.onnx': encoder.encode(metadata),
    'decoder.onnx': decoder.encode(metadata),
    'source.model': readFileSync(tokenizerPaths.source),
    'target.model': readFileSync(tokenizerPaths.target),
  };
  const manifest: OnnxManifest = {
    format: FORMAT,
    ...metadata,
    source: card.source,
    target: card.target,
    opset: OPSET,
    architecture: config,
    encoder: graphManifest('encoder.onnx', encoder),
    decoder: {
      ...graphManifest('decoder.onnx', decoder),
      state: stateNames(config, cell).map(({ name }) => ({ name, next: nextName(name) })),
    },
    tokenizers: { source: 'source.model', target: 'target.model' },
    pieces: Object.fromEntries(SPECIAL_PIECES.map((piece, id) => [piece, id])),
    updates: card.updates,
    scores: card.scores,
    licences: card.licences,
    hashes: Object.fromEntries(Object.entries(files).map(([name, content]) => [name, sha256(content)])),
  };
  writeFolderAtomically(folder, (beside) => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(beside, name), content);
    writeFileSync(join(beside, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  });
  return manifest;
}
