/** The formats of files of pairs, told by the name of a file and by how its content begins. */
import type { Language } from '../text/language.js';
import { languageOfTag } from '../text/language-names.js';

/** `lines` is one side alone, a sentence a line: half of a Moses pair. */
export const FILE_FORMATS = ['tsv', 'csv', 'jsonl', 'tmx', 'lines'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Formats that hold pairs in one file. */
export const TABLE_FORMATS = ['tsv', 'csv', 'jsonl', 'tmx'] as const satisfies readonly FileFormat[];
export type TableFormat = (typeof TABLE_FORMATS)[number];

const BY_ENDING: Record<string, FileFormat> = {
  tsv: 'tsv',
  tab: 'tsv',
  csv: 'csv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  tmx: 'tmx',
};

/** The last ending of a name, lower-cased, `.gz` set aside: `tsv` of `a.TSV.gz`. */
function endingOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name.replace(/\.gz$/i, ''))?.[1].toLowerCase() ?? '';
}

/** The format that a name tells, where it does; a name that ends in a language is one side. */
export function formatOfName(name: string): FileFormat | undefined {
  const ending = endingOf(name);
  return BY_ENDING[ending] ?? (languageOfTag(ending) === undefined ? undefined : 'lines');
}

/** The language and the stem of one side of a Moses pair: `ko` and `news` of `news.ko.gz`. */
export function sideOfName(name: string): { language: Language; stem: string } | undefined {
  const language = languageOfTag(endingOf(name));
  if (language === undefined) return undefined;
  return { language, stem: name.replace(/\.gz$/i, '').replace(/\.[^.]+$/, '') };
}

/** How TMX begins; nothing else that is read begins so. */
const TMX = /^\s*<(?:\?xml|!DOCTYPE\s+tmx|!--|tmx[\s>])/i;
/** How a line with an object begins; a raw tab, which JSON does not have, tells a cell of a TSV apart. */
const JSON_LINE = /^\s*\{\s*"[^"\n]*"\s*:[^\t\n]*(?:\n|$)/;

/**
 * The format of a file by its name and the beginning of its text. Content that can be nothing else (XML, JSON)
 * counts more than the name of a table, the name more than a guess from tabs and commas.
 */
export function detectFormat(name: string, beginning: string): FileFormat {
  const named = formatOfName(name);
  if (named === 'lines') return named;
  if (TMX.test(beginning)) return 'tmx';
  if (JSON_LINE.test(beginning)) return 'jsonl';
  return named ?? formatOfLine(/^[^\r\n]*/.exec(beginning.trimStart())?.[0] ?? '');
}

/** The format that a first line looks like; one with commas may be a sentence. */
function formatOfLine(line: string): FileFormat {
  if (line.includes('\t')) return 'tsv';
  const languages = new Set(line.split(/[,;]/).map((cell) => languageOfTag(cell.replaceAll('"', ''))));
  const isHeader = languages.has('ko') && languages.has('en');
  return isHeader || /^"(?:[^"]|"")*"[,;]/.test(line) ? 'csv' : 'lines';
}
