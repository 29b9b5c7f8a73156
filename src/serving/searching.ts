/** Sources searched for in batches, and once more, held to it, where a translation has lost what it must hold. */
import { setImmediate } from 'node:timers/promises';
import { conditioned } from '../model/conditioned-model.js';
import { batchSources } from '../model/source-batch.js';
import { DEFAULT_SEARCH, search } from '../search/search.js';
import type { SearchTree } from '../search/search.js';
import { UNK } from '../text/special-pieces.js';
import { batchByLength } from './batches.js';
import { copiedText } from './copied-words.js';
import { describeHypothesis } from './described-hypothesis.js';
import type { PartTranslation } from './parts.js';
import type { Reading } from './reading.js';
import { constraintsOf, readingConstraints, searchOptions } from './search-settings.js';
import type { TranslateOptions, TranslatorParts } from './translator.js';
import { wantedWords, writtenPart } from './written-text.js';

/** A sentence, or the part of one that is read at once. */
export interface Part {
  sentence: number;
  /** With `</s>`. */
  ids: number[];
  text: string;
  isFirstPart: boolean;
  reading: Reading;
}

/** A part whose translation must hold certain words. */
type HeldPart = Part & { held?: number[][] };

type Searcher = Pick<TranslatorParts, 'model' | 'tokenizers' | 'direction'>;
type SearchOptions = Omit<TranslateOptions, 'onTrace' | 'onProgress'>;

interface Found {
  translation: PartTranslation;
  tree?: SearchTree;
}

/** Narrowest beam that forced words have room in. */
const FORCED_BEAM = 6;

function searchBatch(
  { model, tokenizers: { source, target } }: Searcher,
  parts: HeldPart[],
  { options, traced }: { options: SearchOptions; traced: boolean },
): Found[] {
  const { beam = DEFAULT_SEARCH.beam, nBest = 1, candidates = 0, attention = 'dot', signal } = options;
  const { search: settings = {} } = options;
  const trees: SearchTree[] = [];
  const found = search(
    conditioned(model, { uniform: attention === 'uniform' }),
    batchSources(parts.map(({ ids }) => ids)),
    {
      ...searchOptions(settings, target),
      ...{ beam, nBest, candidates, signal },
      constraints: parts.map((part) => {
        const own = constraintsOf(settings, part, target);
        const forced = [...(own.forced ?? []), ...(part.held ?? [])];
        return { ...own, ...readingConstraints(part.reading, target), forced };
      }),
      trace: traced ? (i, tree) => (trees[i] = tree) : null,
    },
  );
  return parts.map(({ ids, text }, i) => {
    const sourcePieces = source.pieces(ids);
    const hypotheses = found[i].map((result) => {
      const hypothesis = describeHypothesis(result, target);
      return { ...hypothesis, text: copiedText(text, sourcePieces, hypothesis, settings.copy ?? 'off') };
    });
    return { translation: { sourcePieces, hypotheses }, tree: trees[i] };
  });
}

async function searchBatches(
  searcher: Searcher,
  parts: HeldPart[],
  asked: { options: SearchOptions; traced: boolean; onDone?: (done: number) => void },
): Promise<Found[]> {
  const { beam = DEFAULT_SEARCH.beam, nBest = 1, search: settings = {} } = asked.options;
  const found: Found[] = [];
  let done = 0;
  const lengths = parts.map(({ ids }) => ids.length);
  for (const batch of batchByLength(lengths, settings.sampling ? nBest : beam)) {
    const own = searchBatch(
      searcher,
      batch.map((index) => parts[index]),
      asked,
    );
    own.forEach((result, i) => (found[batch[i]] = result));
    done += batch.length;
    asked.onDone?.(done);
    // Lets signals, timers and other requests have their turn.
    await setImmediate();
  }
  return found;
}

/** Parts whose best translation lacks a word that it must hold, each with all those words. */
function lacking(
  { tokenizers: { target } }: Searcher,
  parts: Part[],
  found: Found[],
): { index: number; part: HeldPart }[] {
  return parts.flatMap((part, index) => {
    const [best] = found[index].translation.hypotheses;
    const wanted = wantedWords(best.text, part.reading);
    if (wanted.every(({ times }) => times > 0)) return [];
    const held = wanted
      .map(({ word }) => target.encode(word))
      .filter((ids) => ids.length > 0 && !ids.includes(UNK));
    return held.length === 0 ? [] : [{ index, part: { ...part, held } }];
  });
}

/** Of the words that a translation must hold, how many stand there once. */
function countIn({ translation }: Found, { reading }: Part): number {
  const [best] = translation.hypotheses;
  return wantedWords(best.text, reading).filter(({ times }) => times === 1).length;
}

/** What lacks something, searched for again with those words forced (Post & Vilar 2018). */
async function searchAgain(
  searcher: Searcher,
  { parts, found }: { parts: Part[]; found: Found[] },
  { options, traced }: { options: SearchOptions; traced: boolean },
): Promise<void> {
  // What is drawn at random is not held to anything.
  if (options.search?.sampling) return;
  const again = lacking(searcher, parts, found);
  if (again.length === 0) return;
  const beam = Math.max(options.beam ?? DEFAULT_SEARCH.beam, FORCED_BEAM);
  const results = await searchBatches(
    searcher,
    again.map(({ part }) => part),
    { options: { ...options, beam }, traced },
  );
  again.forEach(({ index }, i) => {
    if (countIn(results[i], parts[index]) > countIn(found[index], parts[index])) found[index] = results[i];
  });
}

/**
 * Translates parts of sentences.
 * @param onDone called after each batch with the number of parts translated so far
 * @returns a translation for each part, in their order, with what its reading holds put back
 */
export async function searchParts(
  searcher: Searcher,
  parts: Part[],
  { onDone, ...options }: TranslateOptions & { onDone?: (done: number) => void },
): Promise<PartTranslation[]> {
  const { onTrace, ...others } = options;
  const asked = { options: others, traced: onTrace !== undefined };
  const found = await searchBatches(searcher, parts, { ...asked, onDone });
  await searchAgain(searcher, { parts, found }, asked);
  return found.map(({ translation, tree }, index) => {
    const { reading, text } = parts[index];
    if (tree) onTrace?.(text, tree);
    return writtenPart(translation, reading, searcher.direction.target);
  });
}
