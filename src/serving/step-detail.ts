/** The inside of decoder steps as plain numbers: what the model computes between reading a piece and writing the next. */
import { logSumExp, topk } from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { forcedSteps } from '../model/forced-steps.js';
import { batchSources } from '../model/source-batch.js';
import type { InspectableModel, InspectedStep } from '../model/step-model.js';
import { BOS } from '../text/special-pieces.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { ScoredCandidate, StepDetail } from './inspection.js';

export interface StepQuestion {
  model: InspectableModel;
  tokenizers: { source: Tokenizer; target: Tokenizer };
  /** Source ids, `</s>` last. */
  source: number[];
  /** Target ids without `<s>`. */
  target: number[];
  /** The step u, from 0 to the target's length. */
  position: number;
  /** Candidates wanted. */
  count: number;
}

/** The numbers of a tensor's only row. */
const row = (tensor: Tensor): number[] => Array.from(tensor.dataSync());

function candidates(
  { logits }: InspectedStep,
  { count, normaliser, target }: { count: number; normaliser: number; target: Tokenizer },
): ScoredCandidate[] {
  const { values, indices } = topk(logits, Math.min(count, target.size));
  const pieces = target.pieces(row(indices));
  return row(values).map((logit, i) => ({
    piece: pieces[i],
    probability: Math.exp(logit - normaliser),
    logit,
  }));
}

/** The piece that was written, among all. */
function written(
  { logits }: InspectedStep,
  { id, normaliser, target }: { id: number | undefined; normaliser: number; target: Tokenizer },
): StepDetail['written'] {
  if (id === undefined) return null;
  const scores = row(logits);
  const logit = scores[id];
  return {
    piece: target.pieces([id])[0],
    probability: Math.exp(logit - normaliser),
    logit,
    rank: scores.filter((score) => score > logit).length,
  };
}

/** Takes one step of a sentence apart. */
export function stepDetail({ model, tokenizers, source, target, position, count }: StepQuestion): StepDetail {
  const found: Omit<StepDetail, 'sourceNorms'>[] = [];
  const [sourceNorms] = forcedSteps(model, batchSources([source]), {
    targets: [target],
    steps: position + 1,
    visit: (step, at) => {
      if (at < position) return;
      const [normaliser] = row(logSumExp(step.logits, 1));
      const shared = { normaliser, target: tokenizers.target };
      const answer = written(step, { ...shared, id: target[position] });
      found.push({
        position,
        previous: tokenizers.target.pieces([position === 0 ? BOS : target[position - 1]])[0],
        piece: answer?.piece ?? null,
        sourcePieces: tokenizers.source.pieces(source),
        state: row(step.hidden),
        scores: row(step.scores),
        weights: row(step.attention),
        context: row(step.context),
        attentional: row(step.attentional),
        normaliser,
        candidates: candidates(step, { ...shared, count }),
        written: answer,
      });
    },
  });
  return { ...found[0], sourceNorms };
}

/**
 * The scores of each step before mask and softmax.
 * @param sources source ids, `</s>` last @param targets target ids as written, `</s>` included
 * @returns for each pair `[U][T]`
 */
export function attentionScores(
  model: InspectableModel,
  { sources, targets }: { sources: number[][]; targets: number[][] },
): number[][][] {
  const scores: number[][][] = targets.map(() => []);
  forcedSteps(model, batchSources(sources), {
    targets,
    steps: Math.max(0, ...targets.map((target) => target.length)),
    visit: (step, position) => {
      const rows = step.scores.arraySync();
      targets.forEach((target, b) => {
        if (position < target.length) scores[b].push(rows[b].slice(0, sources[b].length));
      });
    },
  });
  return scores;
}
