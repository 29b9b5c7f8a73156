/** A sentence searched under conditions: from a given beginning, with other words, with the tree of the search. */
import { UserError } from '../foundation/errors.js';
import { conditioned } from '../model/conditioned-model.js';
import { batchSources } from '../model/source-batch.js';
import { BannedWords } from '../search/banned-words.js';
import { DEFAULT_SEARCH, search } from '../search/search.js';
import type { SearchOptions, StopSignal } from '../search/search.js';
import type { SearchTree as SearchTrace } from '../search/trace.js';
import { EOS, SPECIAL_PIECES } from '../text/special-pieces.js';
import { describeHypothesis } from './described-hypothesis.js';
import { checkForbidden, conditionsOf, inspectedReading, sourceIds } from './inspected-source.js';
import type { ContinueRequest, InspectionRequest, SearchRequest, SearchTree } from './inspection.js';
import { pieceIds } from './piece-ids.js';
import type { Reading } from './reading.js';
import { readingConstraints, searchOptions } from './search-settings.js';
import type { SentenceTranslation } from './translation.js';
import { joinReading, writtenPart } from './written-text.js';
import type { Translator } from './translator.js';

/** Ids that the translation begins with. @throws UserError for a beginning that ends the sentence */
function prefixIds(
  { tokenizers: { target } }: Translator,
  { prefix = [], prefixText = '' }: Pick<Partial<ContinueRequest>, 'prefix' | 'prefixText'>,
): number[] {
  if (prefix.includes(SPECIAL_PIECES[EOS])) {
    throw new UserError('prefix: expected pieces before the end of the sentence, got </s>; leave it out');
  }
  return [...pieceIds(target, prefix), ...target.encode(prefixText)];
}

function searchSource(
  { model, tokenizers, direction }: Translator,
  { reading, ids }: { reading: Reading; ids: number[] },
  { request, options }: { request: InspectionRequest; options: Partial<SearchOptions> },
): SentenceTranslation {
  const { repeats } = searchOptions({}, tokenizers.target);
  const [own] = options.constraints ?? [];
  const [found] = search(conditioned(model, conditionsOf(request)), batchSources([ids]), {
    repeats,
    ...options,
    constraints: [{ ...readingConstraints(reading, tokenizers.target), ...own }],
  });
  const hypotheses = found.map((result) => describeHypothesis(result, tokenizers.target));
  const sourcePieces = tokenizers.source.pieces(ids);
  return joinReading(reading, [writtenPart({ sourcePieces, hypotheses }, reading, direction.target)]);
}

/** The words of a list that hold something, each as ids. */
function phrases({ tokenizers: { target } }: Translator, words: string[]): number[][] {
  return words.map((word) => target.encode(word)).filter((ids) => ids.length > 0);
}

function bannedWords({ tokenizers: { target } }: Translator, banned: string[]): BannedWords | null {
  const words = banned.filter((word) => word.trim() !== '');
  if (words.length === 0) return null;
  return new BannedWords(target.pieces(Array.from({ length: target.size }, (_, id) => id)), words);
}

/** Translates a sentence on from its given beginning. */
export function continueSentence(
  translator: Translator,
  request: ContinueRequest,
  signal: StopSignal,
): SentenceTranslation {
  const { temperature = 1, nBest = 1, candidates = 0, sample = false, seed = 1 } = request;
  const reading = inspectedReading(translator, request);
  const ids = sourceIds(translator, reading);
  checkForbidden(request, ids.length);
  const constraints = [
    { prefix: prefixIds(translator, request), forced: phrases(translator, request.required ?? []) },
  ];
  const options = {
    beam: sample ? 1 : Math.max(request.beam ?? DEFAULT_SEARCH.beam, nBest),
    nBest,
    candidates,
    constraints,
    bannedWords: bannedWords(translator, request.banned ?? []),
    temperature: sample ? 1 : temperature,
    sampling: sample ? { temperature, topK: 0, seed } : null,
    signal,
  };
  return searchSource(translator, { reading, ids }, { request, options });
}

/** Translates a sentence and keeps the tree of the search. */
export function searchSentence(
  translator: Translator,
  request: SearchRequest,
  signal: StopSignal,
): SearchTree {
  const { nBest = 1, lengthPenalty = DEFAULT_SEARCH.lengthPenalty } = request;
  const beam = Math.max(request.beam ?? DEFAULT_SEARCH.beam, nBest);
  const reading = inspectedReading(translator, request);
  const ids = sourceIds(translator, reading);
  checkForbidden(request, ids.length);
  let trace: SearchTrace = { nodes: [], best: [] };
  const options = {
    beam,
    nBest,
    lengthPenalty,
    constraints: [{ prefix: prefixIds(translator, request) }],
    trace: (_sentence: number, tree: SearchTrace) => (trace = tree),
    signal,
  };
  const translation = searchSource(translator, { reading, ids }, { request, options });
  const { target } = translator.tokenizers;
  return {
    beam,
    lengthPenalty,
    sourcePieces: translation.sourcePieces,
    nodes: trace.nodes.map(({ piece, ...node }) => ({ ...node, piece: target.pieces([piece])[0] })),
    best: trace.best,
    translation,
  };
}
