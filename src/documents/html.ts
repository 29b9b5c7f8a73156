/** HTML: paragraphs are translated as a whole, and bold, links and the like are carried to the words they belong to. */
import type { DocumentFormat, TranslatableDocument, TranslatedSegment } from './document.js';
import { inlineRuns } from './inline-runs.js';
import type { InlineRun } from './inline-runs.js';
import { carryMarks, carryPlace } from './marks.js';
import type { CarriedMark, Mark } from './marks.js';
import { escapeMarkup, tokenise } from './markup-tokens.js';
import { decodeText, encodeText } from './plain-text.js';

/** Markup to be written at a place of the translation; of two at one place the lower order comes first. */
interface Insertion {
  at: number;
  order: number;
  markup: string;
}

/** Opening and closing tags of the carried marks, in an order that keeps them nested. */
function tagsOf(carried: CarriedMark[], run: InlineRun): Insertion[] {
  const insertions: Insertion[] = [];
  const tags = new Map<Mark, { open: string; close: string }>(
    run.marks.map(({ mark, ...own }) => [mark, own]),
  );
  const visit = (mark: CarriedMark): void => {
    const { open, close } = tags.get(mark.mark) ?? { open: '', close: '' };
    insertions.push({ at: mark.start, order: insertions.length, markup: open });
    mark.inside.forEach(visit);
    insertions.push({ at: mark.end, order: insertions.length, markup: close });
  };
  carried.forEach(visit);
  return insertions;
}

/** Puts what stood between words (images, code) before the word that belongs to what came behind it. */
function atomsOf(run: InlineRun, { text, alignment }: TranslatedSegment, tags: Insertion[]): Insertion[] {
  return run.atoms.map(({ place, markup }): Insertion => {
    const at = carryPlace(place, alignment) ?? text.length;
    const spaced = /\s/u.test(run.text[place] ?? '') || /\s/u.test(run.text[place - 1] ?? '');
    const space = spaced ? ' ' : '';
    const piece = at === text.length ? space + markup : markup + space;
    // Before what opens there and behind what closes there.
    const opening = tags.find((tag) => tag.at >= at)?.order ?? tags.length;
    return { at, order: opening - 0.5, markup: piece };
  });
}

/** The translation of a run with its markup. */
export function writeRun(run: InlineRun, segment: TranslatedSegment): string {
  const { text, alignment } = segment;
  const roots = run.marks.flatMap(({ mark, nested }) => (nested ? [] : [mark]));
  const tags = tagsOf(carryMarks(roots, { source: run.text, target: text, alignment }), run);
  const insertions = [...tags, ...atomsOf(run, segment, tags)].sort((a, b) => a.order - b.order);
  let at = 0;
  let written = '';
  for (const insertion of insertions) {
    const place = Math.max(at, insertion.at);
    written += escapeMarkup(text.slice(at, place)) + insertion.markup;
    at = place;
  }
  return written + escapeMarkup(text.slice(at));
}

/** The markup of a whole page, or of a part of one. */
export function readHtml(source: string, encode: (text: string) => Uint8Array): TranslatableDocument {
  const runs = inlineRuns(source, tokenise(source, { xml: false }));
  return {
    segments: runs.map(({ text }) => text.trim()),
    write: (translated) => {
      let at = 0;
      let written = '';
      runs.forEach((run, n) => {
        written += source.slice(at, run.start) + writeRun(run, translated[n]);
        at = run.end;
      });
      return encode(written + source.slice(at));
    },
  };
}

export const htmlFormat: DocumentFormat = {
  extensions: ['.html', '.htm'],
  mediaType: 'text/html; charset=utf-8',
  read(bytes, { target }) {
    const decoded = decodeText(bytes);
    // What is written is UTF-8 and in the other language, whatever the page said of itself.
    const declared = decoded.text
      .replace(/(<meta\s[^>]*charset\s*=\s*["']?)[\w-]+/i, '$1utf-8')
      .replace(/(<html\b[^>]*\slang\s*=\s*["']?)[\w-]+/i, `$1${target}`);
    return readHtml(declared, (text) => encodeText(text, decoded));
  },
};
