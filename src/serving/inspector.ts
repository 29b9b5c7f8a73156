/** Answers questions about single sentences in the worker: a step's numbers, attention scores, other endings, the search. */
import { UserError } from '../foundation/errors.js';
import { conditioned } from '../model/conditioned-model.js';
import type { InspectableModel } from '../model/step-model.js';
import type { StopSignal } from '../search/search.js';
import { EOS, SPECIAL_PIECES } from '../text/special-pieces.js';
import { continueSentence, searchSentence } from './continuation.js';
import type { StepDetail, StepRequest } from './inspection.js';
import { checkForbidden, conditionsOf, inspectedReading, sourceIds } from './inspected-source.js';
import { pieceIds } from './piece-ids.js';
import type { AskedJob, Results, ScoresJob } from './protocol.js';
import { attentionScores, stepDetail } from './step-detail.js';
import { MAX_SOURCE_PIECES } from './translator.js';
import type { Translator } from './translator.js';

/** A question about a sentence. */
export type Inspection = Exclude<AskedJob, { type: 'translate' }>;

/** Candidates of a step where the request does not say how many. */
const STEP_CANDIDATES = 10;
/** Hypotheses whose scores are computed in one batch. */
const SCORES_BATCH = 32;

function inspectable({ inspectable: model, name }: Translator): InspectableModel {
  if (model) return model;
  throw new UserError(`model ${name}: expected one whose steps can be looked into, got another`, {
    status: 501,
  });
}

function step(translator: Translator, request: StepRequest): StepDetail {
  const { pieces, position = pieces.length, candidates: count = STEP_CANDIDATES } = request;
  if (position > pieces.length) {
    throw new UserError(`position: expected one from 0 to ${pieces.length} (the pieces), got ${position}`);
  }
  const source = sourceIds(translator, inspectedReading(translator, request));
  checkForbidden(request, source.length);
  const { tokenizers } = translator;
  const model = conditioned(inspectable(translator), conditionsOf(request));
  const target = pieceIds(tokenizers.target, pieces);
  return stepDetail({ model, tokenizers, source, target, position, count });
}

/** A source that was read in parts shows more than one `</s>`; its scores are not asked for. */
const inParts = (pieces: string[]): boolean =>
  pieces.indexOf(SPECIAL_PIECES[EOS]) < pieces.lastIndexOf(SPECIAL_PIECES[EOS]);

function scores(
  translator: Translator,
  { hypotheses, attention, protect }: ScoresJob,
): (number[][] | null)[] {
  const { tokenizers } = translator;
  const found: (number[][] | null)[] = hypotheses.map(() => null);
  const wanted = hypotheses.flatMap(({ source, pieces }, index) => {
    const ids = tokenizers.source.encode(translator.reading(source, protect).text);
    if (ids.length > MAX_SOURCE_PIECES || inParts(pieces)) return [];
    return [{ index, source: [...ids, EOS], target: pieceIds(tokenizers.target, pieces) }];
  });
  const model = conditioned(inspectable(translator), { uniform: attention === 'uniform' });
  for (let start = 0; start < wanted.length; start += SCORES_BATCH) {
    const batch = wanted.slice(start, start + SCORES_BATCH);
    const rows = attentionScores(model, {
      sources: batch.map(({ source }) => source),
      targets: batch.map(({ target }) => target),
    });
    batch.forEach(({ index }, i) => (found[index] = rows[i]));
  }
  return found;
}

/** Answers a question; `signal` is asked between two steps of a search. */
export function answerInspection(
  translator: Translator,
  job: Inspection,
  signal: StopSignal,
): Results[Inspection['type']] {
  switch (job.type) {
    case 'step':
      return step(translator, job.request);
    case 'scores':
      return scores(translator, job);
    case 'continue':
      return continueSentence(translator, job.request, signal);
    case 'search':
      return searchSentence(translator, job.request, signal);
  }
}
