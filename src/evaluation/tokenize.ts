/** How a line is cut into the words that BLEU counts: mteval-v13a, mteval-v14 (international), characters, or spaces. */
import { splitWords } from './sacrebleu.js';

export const TOKENIZATIONS = ['13a', 'intl', 'char', 'none'] as const;
export type Tokenization = (typeof TOKENIZATIONS)[number];

/** The entities that mteval-v13a undoes, in its order: `&amp;lt;` becomes `<`. */
const ENTITIES = [
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
] as const;

/** NIST's mteval-v13a for Western languages; Korean is cut at spaces and ASCII punctuation only. */
function tokenize13a(line: string): string[] {
  let text = line.replaceAll('<skipped>', '').replaceAll('-\n', '').replaceAll('\n', ' ');
  for (const [entity, character] of ENTITIES) text = text.replaceAll(entity, character);
  return splitWords(
    ` ${text} `
      // ASCII punctuation but apostrophe, comma, dash and full stop
      .replace(/([ -&(-+/:-@[-`{-~])/gu, ' $1 ')
      // full stop and comma, unless a digit stands before, and after
      .replace(/([^0-9])([.,])/gu, '$1 $2 ')
      .replace(/([.,])([^0-9])/gu, ' $1 $2')
      // a dash after a digit
      .replace(/([0-9])(-)/gu, '$1 $2 '),
  );
}

/** NIST's mteval-v14 for all languages: punctuation not beside a digit, and symbols, by Unicode category. */
function tokenizeInternational(line: string): string[] {
  return splitWords(
    line
      .replace(/(\P{N})(\p{P})/gu, '$1 $2 ')
      .replace(/(\p{P})(\P{N})/gu, ' $1 $2')
      .replace(/(\p{S})/gu, ' $1 '),
  );
}

const tokenizeCharacters = (line: string): string[] => splitWords(Array.from(line).join(' '));

const TOKENIZERS: Record<Tokenization, (line: string) => string[]> = {
  '13a': tokenize13a,
  intl: tokenizeInternational,
  char: tokenizeCharacters,
  none: splitWords,
};

/** The words of a line, trailing white space set aside. */
export function tokenize(line: string, tokenization: Tokenization): string[] {
  return TOKENIZERS[tokenization](line.trimEnd());
}
