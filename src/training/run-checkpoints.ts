/** The checkpoints of a run: the last one, the best one, and where asked for the k best ones. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { saveCheckpoint, storedParameters } from '../model/checkpoint.js';
import type { CheckpointCard, CorpusRecord } from '../model/checkpoint.js';
import type { TranslationModel } from '../model/translation-model.js';
import type { RunConfig } from './configuration.js';
import type { Learner } from './learner.js';
import type { RunFolder } from './run-folder.js';
import { trainingFiles } from './training-state.js';
import type { TrainingPosition } from './training-state.js';

export interface RunCheckpointsParts {
  folder: RunFolder;
  config: RunConfig;
  corpora: CorpusRecord[];
  model: TranslationModel;
}

export class RunCheckpoints {
  private readonly tokenizers: { source: Uint8Array; target: Uint8Array };

  constructor(private readonly parts: RunCheckpointsParts) {
    const { folder } = parts;
    this.tokenizers = {
      source: readFileSync(folder.sourceTokenizer),
      target: readFileSync(folder.targetTokenizer),
    };
  }

  /** Writes the weights that stand in the model, with all that is needed to go on from there. */
  save(kind: 'last' | 'best', position: TrainingPosition, learner: Learner): void {
    this.write(this.parts.folder[kind], position, trainingFiles(position, learner));
  }

  /** Writes the weights that stand in the model, to be kept among the best. */
  keep(position: TrainingPosition): void {
    this.write(this.parts.folder.kept(position.update), position);
  }

  /** Removes kept checkpoints of these updates. */
  forget(updates: number[]): void {
    for (const update of updates) rmSync(this.parts.folder.kept(update), { recursive: true, force: true });
  }

  /** Removes kept checkpoints that the position does not name: those of updates that will be done again. */
  forgetOthers({ kept }: TrainingPosition): void {
    const { keptFolder } = this.parts.folder;
    if (!existsSync(keptFolder)) return;
    const named = new Set(kept.map(({ update }) => this.parts.folder.kept(update)));
    for (const name of readdirSync(keptFolder)) {
      const path = join(keptFolder, name);
      if (!named.has(path)) rmSync(path, { recursive: true, force: true });
    }
  }

  private write(
    path: string,
    { update: updates, targetTokens }: TrainingPosition,
    extra?: Map<string, string | Uint8Array>,
  ): void {
    const { config, model, corpora } = this.parts;
    const { name, source, target } = config;
    const card: CheckpointCard = {
      ...{ name, source, target, architecture: model.config, updates, targetTokens },
      ...{ scores: [], corpora, licences: config.data.licences },
    };
    saveCheckpoint(path, storedParameters(model), { card, tokenizers: this.tokenizers, extra });
  }
}
