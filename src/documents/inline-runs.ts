/** The stretches of a page that are read as one text: words with the markup among them, between two blocks. */
import type { Mark } from './marks.js';
import { closingOf } from './markup-tokens.js';
import type { Token } from './markup-tokens.js';
import { hasLetters, normaliseWords } from './plain-text.js';

/** An element within a run, by its tags as they stand in the source. */
export interface RunMark {
  mark: Mark;
  open: string;
  close: string;
  /** Whether it stands inside another. */
  nested: boolean;
}

export interface InlineRun {
  /** Normalised but for its white space, which is the page's; none at either end. */
  text: string;
  marks: RunMark[];
  /** What stands between words and is not translated: images, code. */
  atoms: { place: number; markup: string }[];
  /** Place in the source, `[start, end)`. */
  start: number;
  end: number;
}

const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite data del dfn em font i ins label mark q s small span strike strong sub sup time tt u'.split(
    ' ',
  ),
);
/** Stand in a sentence and are no words of it. */
const ATOMS = new Set('img input wbr code kbd samp var math svg'.split(' '));
/** Neither read nor changed, with all that is in them. */
const OPAQUE = new Set('script style template textarea pre noscript iframe object canvas'.split(' '));

const isOpaque = ({ name, attributes }: Token): boolean =>
  OPAQUE.has(name) ||
  ATOMS.has(name) ||
  attributes.translate === 'no' ||
  (attributes.class ?? '').split(/\s+/).includes('notranslate');

/** A token, or an element that is taken as one. */
interface Item {
  kind: 'open' | 'close' | 'text' | 'atom' | 'boundary';
  token: Token;
  end: number;
}

/** Takes elements that are not translated as one item each. */
function itemsOf(tokens: Token[]): Item[] {
  const items: Item[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.kind === 'open' && isOpaque(token)) {
      const inline = ATOMS.has(token.name) || INLINE.has(token.name);
      i = closingOf(tokens, i);
      items.push({ kind: inline ? 'atom' : 'boundary', token, end: tokens[i].end });
    } else items.push({ kind: kindOf(token), token, end: token.end });
  }
  return items;
}

function kindOf({ kind, name, alone }: Token): Item['kind'] {
  if (kind === 'text') return 'text';
  if ((kind === 'open' || kind === 'close') && INLINE.has(name) && !alone) return kind;
  return 'boundary';
}

/** Places of the tags that have no partner before the next boundary. */
function unpaired(items: Item[]): number[] {
  const alone: number[] = [];
  let open: number[] = [];
  items.forEach(({ kind, token }, index) => {
    if (kind === 'open') open.push(index);
    else if (kind === 'close') {
      const partner = open.findLastIndex((one) => items[one].token.name === token.name);
      if (partner < 0) alone.push(index);
      else alone.push(...open.splice(partner).slice(1));
    } else if (kind === 'boundary') {
      alone.push(...open);
      open = [];
    }
  });
  return [...alone, ...open];
}

/** Makes boundaries of tags without a partner, until every tag has one. */
function withPairs(items: Item[]): Item[] {
  const paired = items.map((item) => ({ ...item }));
  for (let alone = unpaired(paired); alone.length > 0; alone = unpaired(paired)) {
    for (const index of alone) paired[index].kind = 'boundary';
  }
  return paired;
}

/** The smallest stretch around all words in which every tag has its partner. */
function aroundWords(items: Item[]): Item[] {
  const isWord = ({ kind, token }: Item): boolean => kind === 'text' && token.text.trim() !== '';
  let from = items.findIndex(isWord);
  let to = items.findLastIndex(isWord);
  const open: number[] = [];
  items.forEach(({ kind }, i) => {
    if (kind === 'open') open.push(i);
    if (kind !== 'close') return;
    const start = open.pop() ?? 0;
    const closesInside = start < from && i >= from && i <= to;
    const opensInside = start >= from && start <= to && i > to;
    if (closesInside || opensInside) [from, to] = [Math.min(from, start), Math.max(to, i)];
  });
  return items.slice(from, to + 1);
}

function runOf(source: string, items: Item[]): InlineRun {
  let text = '';
  const marks: RunMark[] = [];
  const atoms: InlineRun['atoms'] = [];
  const open: RunMark[] = [];
  for (const { kind, token, end } of items) {
    const markup = source.slice(token.start, end);
    // A line break in the source is a space to the reader, and ends no sentence.
    if (kind === 'text') text += normaliseWords(token.text).replace(/\p{White_Space}+/gu, ' ');
    else if (kind === 'atom') atoms.push({ place: text.length, markup });
    else if (kind === 'open') {
      const mark: Mark = { start: text.length, end: text.length, inside: [] };
      const parent = open.at(-1);
      const one = { mark, open: markup, close: '', nested: parent !== undefined };
      parent?.mark.inside.push(mark);
      marks.push(one);
      open.push(one);
    } else {
      const one = open.pop();
      if (one) [one.mark.end, one.close] = [text.length, markup];
    }
  }
  return { text, marks, atoms, start: items[0].token.start, end: items[items.length - 1].end };
}

/** Cuts white space off both ends of a run, which stays in the page as it is. */
function withoutMargins(run: InlineRun, source: string, items: Item[]): InlineRun {
  const [first, last] = [items[0], items[items.length - 1]];
  const leading =
    first.kind === 'text' ? (/^\s*/u.exec(source.slice(first.token.start, first.end))?.[0].length ?? 0) : 0;
  const trailing =
    last.kind === 'text' ? (/\s*$/u.exec(source.slice(last.token.start, last.end))?.[0].length ?? 0) : 0;
  const cut = run.text.length - run.text.trimStart().length;
  const text = run.text.trim();
  const moved = (place: number): number => Math.min(text.length, Math.max(0, place - cut));
  for (const { mark } of run.marks) [mark.start, mark.end] = [moved(mark.start), moved(mark.end)];
  const atoms = run.atoms.map(({ place, markup }) => ({ place: moved(place), markup }));
  return { ...run, text, atoms, start: run.start + leading, end: run.end - trailing };
}

/** The runs of a page, in order. */
export function inlineRuns(source: string, tokens: Token[]): InlineRun[] {
  const items = withPairs(itemsOf(tokens));
  const runs: InlineRun[] = [];
  let current: Item[] = [];
  const end = (): void => {
    if (current.some(({ kind, token }) => kind === 'text' && hasLetters(token.text))) {
      const own = aroundWords(current);
      runs.push(withoutMargins(runOf(source, own), source, own));
    }
    current = [];
  };
  for (const item of items) {
    if (item.kind === 'boundary') end();
    else current.push(item);
  }
  end();
  return runs;
}
