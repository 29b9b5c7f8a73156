/** Words of a text put in the place of others, and the words that this made otherwise. */
import { particleAfter } from './particles.js';
import type { Word } from './words.js';

export interface Replacement {
  from: string;
  to: string;
}

/** A stretch `[start, end)` of a text and what stands there instead; UTF-16 units. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');

/** Where a word stands by itself: not inside of another, nor of a longer number. */
export function standingAlone(word: string): RegExp {
  const before = /^\d/u.test(word)
    ? '(?<![\\d$€£¥₩]|\\d[.,])'
    : /^\p{L}/u.test(word)
      ? '(?<![\\p{L}\\p{N}])'
      : '';
  const after = /\d$/u.test(word)
    ? '(?!\\d|[.,]\\d)'
    : /\p{Script=Latin}$/u.test(word)
      ? '(?!\\p{Script=Latin})'
      : '';
  return new RegExp(before + escaped(word) + after, 'gu');
}

/**
 * All places where the words to be replaced stand alone; of two that overlap the earlier replacement counts.
 * @param particles whether Korean particles behind them take the form that goes with the new word
 */
export function editsOf(text: string, replacements: readonly Replacement[], particles: boolean): Edit[] {
  const edits: Edit[] = [];
  for (const { from, to } of replacements) {
    for (const { index } of text.matchAll(standingAlone(from))) {
      const end = index + from.length;
      const particle = particles ? particleAfter(to, text.slice(end, end + 8)) : { length: 0, form: '' };
      const edit = { start: index, end: end + particle.length, text: to + particle.form };
      if (edits.every((other) => other.end <= edit.start || other.start >= edit.end)) edits.push(edit);
    }
  }
  return edits.sort((a, b) => a.start - b.start);
}

/** The part `[from, to)` of a text with its edits made; edits over its ends are not. */
export function applyEdits(text: string, edits: readonly Edit[], from = 0, to = text.length): string {
  let at = from;
  let result = '';
  for (const edit of edits) {
    if (edit.start < at || edit.end > to) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, to);
}

/**
 * The words that edits touch, as they read afterwards; words under one edit become one.
 * @param words words without gaps, whose texts joined by spaces are what the edits belong to
 */
export function editedWords(words: readonly Word[], edits: readonly Edit[]): Word[] {
  const text = words.map((word) => word.text).join(' ');
  let offset = 0;
  const places = words.map((word) => {
    const start = offset;
    offset += word.text.length + 1;
    return { word, start, end: start + word.text.length };
  });
  const found: { first: number; last: number }[] = [];
  for (const edit of edits) {
    const first = places.findIndex(({ end }) => end > edit.start);
    const last = places.findLastIndex(({ start }) => start < edit.end);
    const before = found.at(-1);
    if (first < 0 || last < first) continue;
    if (before && first <= before.last) before.last = Math.max(before.last, last);
    else found.push({ first, last });
  }
  return found.map(({ first, last }) => ({
    text: applyEdits(text, edits, places[first].start, places[last].end),
    start: places[first].word.start,
    end: places[last].word.end,
  }));
}
