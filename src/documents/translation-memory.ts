/** `.tmx`: each unit gets a variant in the other language; what stands there already is kept. */
import { UserError } from '../foundation/errors.js';
import type { DocumentDirection, DocumentFormat } from './document.js';
import { escapeAttribute, escapeMarkup, tokenise } from './markup-tokens.js';
import type { Token } from './markup-tokens.js';
import { decodeText, encodeText, hasLetters, normaliseWords } from './plain-text.js';

/** Native codes of the tool that wrote the file; no words. */
const CODES = new Set(['bpt', 'ept', 'it', 'ph', 'ut']);

interface Variant {
  language: string;
  /** Name as the file writes it: `ko-KR`. */
  name: string;
  text: string;
}

interface Unit {
  variants: Variant[];
  /** Place of the closing tag. */
  end: number;
}

const languageOf = (name: string): string => name.toLowerCase().split(/[-_]/)[0];

/** The units with their variants, as a state machine over the tokens. */
function unitsOf(tokens: Token[]): Unit[] {
  const units: Unit[] = [];
  let unit: Unit | null = null;
  let variant: Variant | null = null;
  let inSegment = false;
  let codes = 0;
  for (const { kind, name, attributes, text, start } of tokens) {
    if (kind === 'open' && name === 'tu') units.push((unit = { variants: [], end: start }));
    else if (kind === 'close' && name === 'tu' && unit) [unit.end, unit] = [start, null];
    else if (kind === 'open' && name === 'tuv') {
      const language = attributes['xml:lang'] ?? attributes.lang ?? '';
      variant = { language: languageOf(language), name: language, text: '' };
      unit?.variants.push(variant);
    } else if (name === 'seg') inSegment = kind === 'open';
    else if (CODES.has(name)) codes += kind === 'open' ? 1 : -1;
    else if (kind === 'text' && inSegment && codes === 0 && variant) variant.text += text;
  }
  return units;
}

/** Units that have a text in the source language and none in the target language. */
function wanted(units: Unit[], { source, target }: DocumentDirection): { unit: Unit; text: string }[] {
  return units.flatMap((unit) => {
    const from = unit.variants.find(({ language }) => language === source);
    const isThere = unit.variants.some(({ language, text }) => language === target && text.trim() !== '');
    return from && !isThere && hasLetters(from.text)
      ? [{ unit, text: normaliseWords(from.text).replace(/\s+/gu, ' ').trim() }]
      : [];
  });
}

export const translationMemoryFormat: DocumentFormat = {
  extensions: ['.tmx'],
  mediaType: 'application/x-tmx+xml; charset=utf-8',
  read(bytes, direction) {
    const decoded = decodeText(bytes);
    const source = decoded.text.replace(/^(<\?xml[^>]*encoding\s*=\s*["'])[\w-]+/i, '$1UTF-8');
    const tokens = tokenise(source, { xml: true });
    if (!tokens.some(({ kind, name }) => kind === 'open' && name === 'tmx')) {
      throw new UserError('file: expected a translation memory (TMX), got something else');
    }
    const units = wanted(unitsOf(tokens), direction);
    return {
      segments: units.map(({ text }) => text),
      write: (translated) => {
        let at = 0;
        let written = '';
        units.forEach(({ unit }, n) => {
          const text = escapeMarkup(translated[n].text);
          const language = escapeAttribute(direction.target);
          written += `${source.slice(at, unit.end)}<tuv xml:lang="${language}"><seg>${text}</seg></tuv>`;
          at = unit.end;
        });
        return encodeText(written + source.slice(at), decoded);
      },
    };
  },
};
