/** The text of WordprocessingML paragraphs as stretches of runs, each run with its look (ECMA-376, part 1, 17.3). */
import type { TranslatedSegment } from './document.js';
import { carryMarks, carryPlace } from './marks.js';
import type { Mark } from './marks.js';
import { closingOf, escapeMarkup } from './markup-tokens.js';
import type { Token } from './markup-tokens.js';
import { hasLetters, normaliseWords } from './plain-text.js';

/** How text looks: its run properties and the hyperlink it stands in, as they stand in the source. */
interface Look {
  properties: string;
  link: string;
}

/** Text of one look, `[start, end)` of the stretch's text. */
interface LookedText extends Look {
  start: number;
  end: number;
}

export interface Stretch {
  text: string;
  looks: LookedText[];
  /** Runs that hold no text, such as the mark of a note. */
  atoms: { place: number; markup: string }[];
  /** Place in the source, `[start, end)`. */
  start: number;
  end: number;
}

/** What a run may hold and still be text. */
const TEXT_ONLY = new Set(['w:r', 'w:rPr', 'w:t', 'w:lastRenderedPageBreak']);
/** Runs that stand behind a word and go with it. */
const NOTES = new Set(['w:footnoteReference', 'w:endnoteReference', 'w:commentReference']);
/** Marks between runs that end no sentence; those of spelling are not kept. */
const BETWEEN = new Set(['w:bookmarkStart', 'w:bookmarkEnd', 'w:commentRangeStart', 'w:commentRangeEnd']);
const SPELLING = 'w:proofErr';

/** A run or what stands between runs. */
type Part =
  | { kind: 'text'; look: Look; text: string; start: number; end: number }
  | { kind: 'atom'; start: number; end: number }
  | { kind: 'nothing'; start: number; end: number }
  | { kind: 'boundary'; start: number; end: number };

/** Reads the run that is opened at a place. */
function runPart(source: string, tokens: Token[]): Part {
  const [{ start }] = tokens;
  const { end } = tokens[tokens.length - 1];
  const properties = tokens.findIndex(({ kind, name }) => kind === 'open' && name === 'w:rPr');
  const close = properties < 0 ? -1 : closingOf(tokens, properties);
  const content = tokens.filter((_, i) => properties < 0 || i < properties || i > close);
  const names = content.filter(({ kind }) => kind === 'open').map(({ name }) => name);
  if (names.some((name) => NOTES.has(name))) return { kind: 'atom', start, end };
  if (!names.every((name) => TEXT_ONLY.has(name))) return { kind: 'boundary', start, end };
  const text = content.map((token) => (token.kind === 'text' ? token.text : '')).join('');
  const own = properties < 0 ? '' : source.slice(tokens[properties].start, tokens[close].end);
  return { kind: 'text', look: { properties: own, link: '' }, text, start, end };
}

/** The runs of a hyperlink, with the link as part of their look; null where it holds more than text. */
function linkParts(
  parts: Part[],
  tag: string,
  { start, end }: { start: number; end: number },
): Part[] | null {
  if (!parts.every(({ kind }) => kind === 'text' || kind === 'nothing')) return null;
  const texts = parts.flatMap((part) =>
    part.kind === 'text' ? [{ ...part, look: { ...part.look, link: tag } }] : [],
  );
  if (texts.length === 0) return null;
  // The tags of the link go with its first and its last run.
  texts[0].start = start;
  texts[texts.length - 1].end = end;
  return texts;
}

/** The runs of a document and what stands between them, in order. */
function partsOf(source: string, tokens: Token[]): Part[] {
  const parts: Part[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    const { kind, name, start, end } = token;
    const close = kind === 'open' ? closingOf(tokens, i) : i;
    const inside = tokens.slice(i + 1, close);
    // In a run, a text box: its own paragraphs are found inside.
    const holdsRuns = inside.some((one) => one.kind === 'open' && (one.name === 'w:p' || one.name === 'w:r'));
    if (kind === 'open' && name === 'w:r' && !holdsRuns) {
      parts.push(runPart(source, tokens.slice(i, close + 1)));
      i = close;
    } else if (kind === 'open' && name === 'w:hyperlink' && holdsRuns) {
      const own = partsOf(source, inside);
      const linked = linkParts(own, source.slice(start, end), { start, end: tokens[close].end });
      const whole: Part[] = [
        { kind: 'boundary', start, end },
        ...own,
        { kind: 'boundary', start: tokens[close].start, end: tokens[close].end },
      ];
      parts.push(...(linked ?? whole));
      i = close;
    } else if (name === SPELLING) parts.push({ kind: 'nothing', start, end });
    else if (BETWEEN.has(name)) {
      parts.push({ kind: 'atom', start, end: tokens[close].end });
      i = close;
    } else parts.push({ kind: 'boundary', start, end });
  }
  return parts;
}

const sameLook = (a: Look, b: Look): boolean => a.properties === b.properties && a.link === b.link;

function stretchOf(source: string, parts: Part[]): Stretch {
  const stretch: Stretch = {
    text: '',
    looks: [],
    atoms: [],
    start: parts[0].start,
    end: parts[parts.length - 1].end,
  };
  for (const part of parts) {
    const place = stretch.text.length;
    if (part.kind === 'atom') stretch.atoms.push({ place, markup: source.slice(part.start, part.end) });
    if (part.kind !== 'text') continue;
    stretch.text += normaliseWords(part.text).replace(/\p{White_Space}/gu, ' ');
    const last = stretch.looks.at(-1);
    if (last && sameLook(last, part.look)) last.end = stretch.text.length;
    else stretch.looks.push({ ...part.look, start: place, end: stretch.text.length });
  }
  return stretch;
}

/** The stretches of a part of the document, in order. */
export function paragraphStretches(source: string, tokens: Token[]): Stretch[] {
  const stretches: Stretch[] = [];
  let current: Part[] = [];
  const end = (): void => {
    // What stands before the first and behind the last text stays where it is.
    const first = current.findIndex(({ kind }) => kind === 'text');
    const last = current.findLastIndex(({ kind }) => kind === 'text');
    const own = current.slice(Math.max(0, first), last + 1);
    if (own.some((part) => part.kind === 'text' && hasLetters(part.text)))
      stretches.push(stretchOf(source, own));
    current = [];
  };
  for (const part of partsOf(source, tokens)) {
    if (part.kind === 'boundary') end();
    else current.push(part);
  }
  end();
  return stretches;
}

/**
 * The look of each target word: that of most of the text, but for the words that come from text that looks
 * otherwise, which are consecutive and at least one.
 */
function looksOfWords(stretch: Stretch, { text, alignment }: TranslatedSegment): Look[] {
  const { looks } = stretch;
  const lengthOf = (look: Look): number =>
    looks.reduce((sum, one) => sum + (sameLook(one, look) ? one.end - one.start : 0), 0);
  const usual = looks.reduce((most, look) => (lengthOf(look) > lengthOf(most) ? look : most));
  const others = looks.filter(
    (look) => !sameLook(look, usual) && stretch.text.slice(look.start, look.end).trim() !== '',
  );
  const marks = new Map<Mark, Look>(
    others.map((look) => [{ start: look.start, end: look.end, inside: [] }, look]),
  );
  const carried = carryMarks([...marks.keys()], { source: stretch.text, target: text, alignment });
  return alignment.target.map(({ start, end }) => {
    const one = carried.find((mark) => mark.start < end && mark.end > start);
    return (one && marks.get(one.mark)) ?? usual;
  });
}

function writeRun({ properties, link }: Look, text: string): string {
  if (text === '') return '';
  const run = `<w:r>${properties}<w:t xml:space="preserve">${escapeMarkup(text)}</w:t></w:r>`;
  return link === '' ? run : `${link}${run}</w:hyperlink>`;
}

/** The translation of a stretch as runs. */
export function writeStretch(stretch: Stretch, segment: TranslatedSegment): string {
  const { text, alignment } = segment;
  const { target } = alignment;
  const looks = looksOfWords(stretch, segment);
  const places = stretch.atoms.map(({ place }) => carryPlace(place, alignment) ?? text.length);
  // Cut where the look changes and where something stands between words.
  const cuts = target.flatMap(({ start }, j) => (j > 0 && !sameLook(looks[j], looks[j - 1]) ? [start] : []));
  const bounds = [...new Set([0, ...cuts, ...places, text.length])].sort((a, b) => a - b);
  const atomsAt = (place: number): string =>
    stretch.atoms.flatMap(({ markup }, i) => (places[i] === place ? [markup] : [])).join('');
  let written = '';
  bounds.forEach((start, n) => {
    written += atomsAt(start);
    const end = bounds[n + 1];
    if (end === undefined) return;
    const word = target.findIndex((one) => one.end > start);
    written += writeRun(looks[word] ?? stretch.looks[0], text.slice(start, end));
  });
  return written;
}
