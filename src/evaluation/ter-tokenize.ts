/** How a line is cut into the words that TER counts: Tercom's normaliser, whose steps are each optional. */
import { splitWords } from './sacrebleu.js';

export interface TerTokenization {
  /** Sets punctuation apart and undoes XML's entities, as Tercom's `-N` does. */
  normalised?: boolean;
  /** Leaves punctuation out, as Tercom's `-P` does. */
  noPunctuation?: boolean;
  /** With either of the two: treats Chinese and Japanese characters and punctuation as well. */
  asian?: boolean;
  caseSensitive?: boolean;
}

const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
] as const;

const ASIAN_PUNCTUATION = /([\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb])/gu;
const FULL_WIDTH_PUNCTUATION = /([\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09])/gu;

/** Han characters and what belongs to them; the last range is as wide as it is in sacreBLEU. */
const IDEOGRAPHS = [
  /([\u4e00-\u9fff\u3400-\u4dbf])/gu,
  /([\u31c0-\u31ef\u2e80-\u2eff])/gu,
  /([\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f])/gu,
  /([\u3200-\u3f22])/gu,
];

function normaliseWestern(line: string): string {
  let text = line;
  for (const [entity, character] of ENTITIES) text = text.replaceAll(entity, character);
  return (
    ` ${text} `
      // ASCII punctuation but apostrophe, comma, dash and full stop
      .replace(/([{-~[-` -&(-+:-@/])/gu, ' $1 ')
      .replace(/'s /gu, " 's ")
      .replace(/'s$/gu, " 's")
      // full stop and comma, unless a digit stands before, and after
      .replace(/([^0-9])([.,])/gu, '$1 $2 ')
      .replace(/([.,])([^0-9])/gu, ' $1 $2')
      // a dash after a digit
      .replace(/([0-9])(-)/gu, '$1 $2 ')
  );
}

function normaliseAsian(line: string): string {
  return [...IDEOGRAPHS, ASIAN_PUNCTUATION, FULL_WIDTH_PUNCTUATION].reduce(
    (text, characters) => text.replace(characters, ' $1 '),
    line,
  );
}

/** The words of a line, in small letters unless case counts. */
export function tokenizeTer(
  line: string,
  { normalised = false, noPunctuation = false, asian = false, caseSensitive = false }: TerTokenization,
): string[] {
  let text = line.trimEnd();
  if (!caseSensitive) text = text.toLowerCase();
  if (normalised) {
    text = normaliseWestern(text);
    if (asian) text = normaliseAsian(text);
  }
  if (noPunctuation) {
    text = text.replace(/[.,?:;!"()]/gu, '');
    if (asian) text = text.replace(ASIAN_PUNCTUATION, '').replace(FULL_WIDTH_PUNCTUATION, '');
  }
  return splitWords(text);
}
