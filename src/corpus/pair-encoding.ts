/** Pairs as the text of a file: TSV, CSV, JSON Lines or TMX. */
import { stringify } from 'csv-stringify/sync';
import type { TableFormat } from './format.js';
import type { Direction, SentencePair } from './pairs.js';

export interface EncodingOptions extends Direction {
  /** Whether labels are written beside the sentences; where it is left out, whether the first pairs have any. */
  tier?: boolean;
}

/** A pair to write, with its label where it has one. */
export interface LabelledPair extends SentencePair {
  tier?: string;
}

/** The text of a file is `head`, then that of the pairs in any number of portions, then `tail`. */
export interface PairEncoder {
  head: string;
  encode: (pairs: readonly LabelledPair[]) => string;
  tail: string;
}

/** Column and line ends would cut a cell of TSV, which has no quoting. */
const oneCell = (text: string): string => text.replace(/[\t\r\n]+/g, ' ');

/** Characters that XML 1.0 does not allow even as references. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escapeXml = (text: string): string => text.replace(NOT_XML, '').replace(/[&<>]/g, (c) => ENTITIES[c]);

const cells = ({ source, target, tier = '' }: LabelledPair, labels: boolean): string[] =>
  labels ? [source, target, tier] : [source, target];

function tsvEncoder({ tier = false }: EncodingOptions): PairEncoder {
  const line = (pair: LabelledPair): string => `${cells(pair, tier).map(oneCell).join('\t')}\n`;
  return { head: '', encode: (pairs) => pairs.map(line).join(''), tail: '' };
}

/** With a header, and a byte order mark by which spreadsheets know UTF-8. */
function csvEncoder({ source, target, tier = false }: EncodingOptions): PairEncoder {
  const header = tier ? [source, target, 'tier'] : [source, target];
  return {
    head: `\uFEFF${stringify([header])}`,
    encode: (pairs) => stringify(pairs.map((pair) => cells(pair, tier))),
    tail: '',
  };
}

function jsonlEncoder({ source, target, tier: labels = false }: EncodingOptions): PairEncoder {
  const line = (pair: LabelledPair): string => {
    const sides = { [source]: pair.source, [target]: pair.target };
    return `${JSON.stringify(labels && pair.tier !== undefined ? { ...sides, tier: pair.tier } : sides)}\n`;
  };
  return { head: '', encode: (pairs) => pairs.map(line).join(''), tail: '' };
}

function tmxEncoder({ source, target, tier: labels = false }: EncodingOptions): PairEncoder {
  const variant = (language: string, text: string): string =>
    `<tuv xml:lang="${language}"><seg>${escapeXml(text)}</seg></tuv>`;
  const unit = (pair: LabelledPair): string => {
    const label = labels && pair.tier !== undefined ? `<prop type="tier">${escapeXml(pair.tier)}</prop>` : '';
    return `    <tu>${label}${variant(source, pair.source)}${variant(target, pair.target)}</tu>\n`;
  };
  return {
    head:
      '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n' +
      '  <header creationtool="ieum" creationtoolversion="1" segtype="sentence" o-tmf="ieum" adminlang="en" ' +
      `srclang="${source}" datatype="plaintext"/>\n  <body>\n`,
    encode: (pairs) => pairs.map(unit).join(''),
    tail: '  </body>\n</tmx>\n',
  };
}

const ENCODERS: Record<TableFormat, (options: EncodingOptions) => PairEncoder> = {
  tsv: tsvEncoder,
  csv: csvEncoder,
  jsonl: jsonlEncoder,
  tmx: tmxEncoder,
};

/** How pairs are written in a format. Every reader of this room gives the same pairs back. */
export function pairEncoder(format: TableFormat, options: EncodingOptions): PairEncoder {
  return ENCODERS[format](options);
}

/** Pairs that are encoded at one go. */
export const PORTION = 1000;

/** Options in which it is settled, by the first portion of pairs, whether labels are written. */
export function settleTier(options: EncodingOptions, first: readonly LabelledPair[]): EncodingOptions {
  return { ...options, tier: options.tier ?? first.some(({ tier }) => tier !== undefined) };
}

/** The text of a file of pairs in portions, as a download sends it. */
export async function* encodePairs(
  pairs: Iterable<LabelledPair> | AsyncIterable<LabelledPair>,
  format: TableFormat,
  options: EncodingOptions,
): AsyncGenerator<string> {
  let encoder: PairEncoder | undefined;
  let portion: LabelledPair[] = [];
  const encoded = (): string => {
    const begun = encoder;
    encoder ??= pairEncoder(format, settleTier(options, portion));
    const text = (begun ? '' : encoder.head) + encoder.encode(portion);
    portion = [];
    return text;
  };
  for await (const pair of pairs) {
    if (portion.push(pair) === PORTION) yield encoded();
  }
  yield encoded() + (encoder?.tail ?? '');
}
