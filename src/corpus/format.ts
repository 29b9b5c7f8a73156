/** The formats of files of pairs, told by the name of a file and by how its content begins. */
import type { Language } from '../text/language.js';
import { languageOfTag } from './language-names.js';

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

/**
 * The format of a file by its name and the beginning of its text. Content that can be nothing else (XML, JSON)
 * counts more than the name, the name more than a guess from tabs and commas.
 */
export function detectFormat(name: string, beginning: string): FileFormat {
  const text = beginning.trimStart();
  if (/^<(?:\?xml|!DOCTYPE\s+tmx|!--|tmx[\s>])/i.test(text)) return 'tmx';
  const named = formatOfName(name);
  if (named !== undefined && named !== 'tmx')
    return /^\{\s*"/.test(text) && named !== 'lines' ? 'jsonl' : named;
  if (/^\{\s*"/.test(text)) return 'jsonl';
  if (named !== undefined) return named;
  const firstLine = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  if (firstLine.includes('\t')) return 'tsv';
  return /[,;]/.test(firstLine) && looksLikeCsv(firstLine) ? 'csv' : 'lines';
}

/** A line that names both languages, or begins with a quoted cell: a sentence alone may hold commas too. */
function looksLikeCsv(line: string): boolean {
  const cells = line.split(/[,;]/).map((cell) => cell.replaceAll('"', ''));
  const languages = new Set(cells.map(languageOfTag));
  return (languages.has('ko') && languages.has('en')) || /^"(?:[^"]|"")*"[,;]/.test(line);
}
