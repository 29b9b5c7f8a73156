/** The attention of one sentence as training goes on: a heatmap at each validation. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../foundation/files.js';
import { batchSources } from '../model/source-batch.js';
import type { StepModel } from '../model/step-model.js';
import { heatmapSvg } from '../render/heatmap.js';
import { search } from '../search/search.js';
import { EOS } from '../text/special-pieces.js';
import type { RunConfig } from './configuration.js';
import type { RunFolder } from './run-folder.js';
import type { Tokenizers } from './tokenizers.js';

export interface ProbeOptions {
  text: string;
  update: number;
  model: StepModel;
  tokenizers: Tokenizers;
  config: RunConfig;
}

/** Translates the probe sentence and writes its heatmap to `attention/<update>.svg` and `attention.svg`. */
export function writeProbe(
  folder: RunFolder,
  { text, update, model, tokenizers, config }: ProbeOptions,
): void {
  const ids = [...tokenizers.source.encode(text), EOS];
  const [[best]] = search(model, batchSources([ids]), { beam: 1 });
  const svg = heatmapSvg({
    rows: tokenizers.target.pieces(best.ids),
    columns: tokenizers.source.pieces(ids),
    weights: best.attention,
    rowLanguage: config.target,
    columnLanguage: config.source,
    byColumns: true,
    title: `${config.name}, update ${update}: ${tokenizers.target.decode(best.ids)}`,
  });
  const film = join(folder.path, 'attention');
  mkdirSync(film, { recursive: true });
  writeFileAtomically(join(film, `${String(update).padStart(7, '0')}.svg`), svg);
  writeFileAtomically(join(folder.path, 'attention.svg'), svg);
}
