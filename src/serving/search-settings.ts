/** How a text is to be searched for, beside the beam, in words instead of ids. Plain data: crosses threads and HTTP. */
import { UserError } from '../foundation/errors.js';
import { DEFAULT_MAX_REPEATS, onlyOnce, wholeNumbers } from '../search/repeats.js';
import type { PieceKind, RepeatLimits } from '../search/repeats.js';
import { BannedWords, DEFAULT_SEARCH } from '../search/search.js';
import type { Sampling, SearchOptions, SentenceConstraints } from '../search/search.js';
import { BOS, PAD, UNK } from '../text/special-pieces.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import type { CopyMode } from './copied-words.js';

/** A word that must stand in the translation; with `source`, only of sentences in which that stands. */
export interface ForcedWord {
  target: string;
  source?: string;
}

export interface SearchSettings {
  /** Exponent of the length normalisation. */
  lengthPenalty?: number;
  /** Weight of the coverage penalty. */
  coveragePenalty?: number;
  /** No sequence of so many pieces stands twice in a translation; 0 allows all. */
  noRepeatNgram?: number;
  /** A translation has at least so many pieces for each source piece. */
  minLengthRatio?: number;
  /** A translation has at most so many pieces for each source piece, and ten more. */
  maxLengthRatio?: number;
  /** What the translation of a text begins with. */
  prefix?: string;
  /** Words that are not written, at the beginning of a word, in capitals or small. */
  banned?: string[];
  forced?: ForcedWord[];
  copy?: CopyMode;
  /** Times that words may follow themselves; 2 where left out, 0 sets no limit. */
  maxRepeats?: number;
  /** False reads sentences as they stand (`reading.ts`); true where left out. */
  protect?: boolean;
  /** Divides the scores before the softmax: how sure the model shows itself. */
  scoreTemperature?: number;
  /** Draws translations instead of searching for them. */
  sampling?: Sampling;
}

/** Pieces that a translation may be longer by than the ratio says: short sources need room. */
const ROOM = 10;

function atLeastZero(name: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new UserError(`${name}: expected a number from 0, got ${value}`);
  }
}

/** Limits by ratio, in the terms of a search. */
function lengthOptions({
  minLengthRatio,
  maxLengthRatio,
}: SearchSettings): Partial<Pick<SearchOptions, 'minLength' | 'maxLength'>> {
  const [least, most] = [minLengthRatio ?? 0, maxLengthRatio ?? Infinity];
  atLeastZero('min-length ratio', least);
  if (maxLengthRatio !== undefined) atLeastZero('max-length ratio', maxLengthRatio);
  if (least > most) {
    throw new UserError(`min-length ratio: expected at most the max-length ratio ${most}, got ${least}`);
  }
  const longest = (length: number): number =>
    maxLengthRatio === undefined ? DEFAULT_SEARCH.maxLength(length) : Math.ceil(most * length) + ROOM;
  return {
    minLength: (length) => Math.ceil(least * length),
    maxLength: (length) => Math.max(longest(length), Math.ceil(least * length)),
  };
}

/** Pieces of a text that is to be written. @throws UserError where the model has no pieces for it */
function writtenIds(what: string, text: string, target: Tokenizer): number[] {
  const ids = target.encode(text);
  if (ids.length === 0) throw new UserError(`${what}: expected words, got '${text}'`);
  if (ids.includes(UNK)) {
    throw new UserError(`${what}: expected letters that the model can write, got '${text}'`);
  }
  return ids;
}

function bannedWords(words: string[], target: Tokenizer): BannedWords | null {
  const empty = words.find((word) => word.trim() === '');
  if (empty !== undefined) throw new UserError(`banned word: expected a word, got '${empty}'`);
  if (words.length === 0) return null;
  return wordGroup(words, target);
}

/** Words as a search tells them. */
const wordGroup = (words: string[], target: Tokenizer): BannedWords =>
  new BannedWords(letters(target).pieces, words);

/** Times that digits and signs may, whatever is asked for words. */
const MAX_SIGN_REPEATS = 8;

/** What a vocabulary's pieces are made of. */
type Letters = Pick<RepeatLimits, 'kind' | 'fold'> & { pieces: string[] };

const lettersOf = new WeakMap<Tokenizer, Letters>();

function kindOf(piece: string): PieceKind {
  if (/\p{L}/u.test(piece) || /^\u2581\p{N}/u.test(piece)) return 'word';
  if (/\p{N}/u.test(piece)) return 'digits';
  return /^[.,]$/u.test(piece) ? 'stop' : 'sign';
}

/** What kind each target piece is of, and which are the same but for capitals. */
function letters(target: Tokenizer): Letters {
  const known = lettersOf.get(target);
  if (known) return known;
  const pieces = target.pieces(Array.from({ length: target.size }, (_, id) => id));
  const kinds = pieces.map(kindOf);
  const first = new Map<string, number>();
  const folded = pieces.map((piece, id) => {
    const small = piece.toLowerCase();
    if (!first.has(small)) first.set(small, id);
    return first.get(small) ?? id;
  });
  const found = { pieces, kind: (id: number) => kinds[id], fold: (id: number) => folded[id] };
  lettersOf.set(target, found);
  return found;
}

function repeatLimits(most: number, target: Tokenizer): SearchOptions['repeats'] {
  if (!(Number.isInteger(most) && most >= 0)) {
    throw new UserError(`max repeats: expected a whole number from 0, got ${most}`);
  }
  const { kind, fold } = letters(target);
  return most === 0 ? null : { kind, fold, words: most, signs: Math.max(most, MAX_SIGN_REPEATS) };
}

/** How often words of a text follow themselves at most: 3 in `No, no, no!`. */
export function repeatsIn(text: string): number {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  let most = 1;
  for (let n = 1; n <= 4; n++) {
    let same = 0;
    for (let k = n; k < words.length; k++) {
      same = words[k] === words[k - n] ? same + 1 : 0;
      most = Math.max(most, Math.floor(same / n) + 1);
    }
  }
  return most;
}

/** What is the same for every sentence. @throws UserError for a setting that is out of range */
export function searchOptions(settings: SearchSettings, target: Tokenizer): Partial<SearchOptions> {
  const { lengthPenalty, coveragePenalty, noRepeatNgram, scoreTemperature, sampling } = settings;
  return {
    ...lengthOptions(settings),
    ...(lengthPenalty !== undefined && { lengthPenalty }),
    ...(coveragePenalty !== undefined && { coveragePenalty }),
    ...(noRepeatNgram !== undefined && { noRepeatNgram }),
    repeats: repeatLimits(settings.maxRepeats ?? DEFAULT_MAX_REPEATS, target),
    ...(scoreTemperature !== undefined && { temperature: scoreTemperature }),
    ...(sampling && { sampling }),
    ...((settings.copy ?? 'off') !== 'off' && {
      forbidden: DEFAULT_SEARCH.forbidden.filter((id) => id === PAD || id === BOS),
    }),
    bannedWords: bannedWords(settings.banned ?? [], target),
  };
}

/** What a search is told of a reading whose placeholders stand for something. */
export function readingConstraints(
  { text, spans }: { text: string; spans: readonly { forms: string[] }[] },
  target: Tokenizer,
): SentenceConstraints {
  const numbers = spans.flatMap(({ forms }) => forms.filter((form) => /^\d+$/u.test(form)));
  const rules = [
    ...(spans.length > 0 ? [onlyOnce(spans.map(({ forms }) => wordGroup(forms, target)))] : []),
    ...(numbers.length > 0 ? [wholeNumbers(letters(target).pieces, numbers)] : []),
  ];
  return { rules, repeats: repeatsIn(text) };
}

/** A source that is searched for: a sentence, or the part of one. */
export interface ConstrainedSource {
  text: string;
  /** Whether the sentence begins here. */
  isFirstPart: boolean;
}

/** What the translation of one source must hold. */
export function constraintsOf(
  { prefix, forced = [] }: SearchSettings,
  { text, isFirstPart }: ConstrainedSource,
  target: Tokenizer,
): SentenceConstraints {
  const wanted = forced.filter(({ source }) =>
    source === undefined ? isFirstPart : text.toLowerCase().includes(source.toLowerCase()),
  );
  return {
    ...(prefix !== undefined && isFirstPart && { prefix: writtenIds('prefix', prefix, target) }),
    forced: wanted.map((word) => writtenIds('forced word', word.target, target)),
  };
}
