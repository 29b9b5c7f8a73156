/** The attention of translations as a file: heatmaps (SVG), everything (JSON) or tables (TSV). */
import { extname } from 'node:path';
import { UserError } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import { heatmapSvg } from '../render/heatmap.js';
import type { Direction } from '../serving/passage.js';
import type { SentenceTranslation, Translation } from '../serving/translation.js';
import { wordAttention } from '../text/words.js';

const FORMATS = ['svg', 'json', 'tsv'] as const;

export type AttentionFormat = (typeof FORMATS)[number];

/**
 * The format that a file name asks for.
 * @throws UserError for another extension
 */
export function attentionFormat(path: string): AttentionFormat {
  const extension = extname(path).slice(1).toLowerCase();
  const format = FORMATS.find((one) => one === extension);
  if (!format) {
    throw new UserError(`--attention: expected a file that ends in .svg, .json or .tsv, got '${path}'`);
  }
  return format;
}

/** Writes the attention of the best hypothesis of every sentence (JSON: of all hypotheses). */
export function writeAttention(path: string, format: AttentionFormat, translations: Translation[]): void {
  const content = { svg: attentionSvg, json: attentionJson, tsv: attentionTsv }[format](translations);
  try {
    writeFileAtomically(path, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`--attention: expected to write ${path}, got ${reason}`, {
      exitCode: 1,
      cause: error,
    });
  }
}

interface Shown extends Direction {
  sentence: SentenceTranslation;
}

const sentencesOf = (translations: Translation[]): Shown[] =>
  translations.flatMap(({ source, target, sentences }) =>
    sentences.map((sentence) => ({ source, target, sentence })),
  );

function wordsOf({ sourcePieces, carried, hypotheses: [best] }: SentenceTranslation): {
  rows: string[];
  columns: string[];
  weights: number[][];
} {
  const { source, target, attention } = wordAttention(sourcePieces, best.pieces, best.attention, {
    source: carried,
    target: best.carried,
  });
  return {
    rows: target.map(({ text }) => text),
    columns: source.map(({ text }) => text),
    weights: attention,
  };
}

const GAP = 24;

/** One heatmap, or several below each other in one picture. */
export function attentionSvg(translations: Translation[]): string {
  const pictures = sentencesOf(translations).map(({ source, target, sentence }, i) =>
    heatmapSvg({
      ...wordsOf(sentence),
      rowLanguage: target,
      columnLanguage: source,
      id: `sentence-${i + 1}`,
    }),
  );
  if (pictures.length === 1) return `${pictures[0]}\n`;
  let height = 0;
  let width = 0;
  const placed = pictures.map((picture) => {
    const size = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(picture);
    const y = height;
    width = Math.max(width, Number(size?.[1] ?? 0));
    height += Number(size?.[2] ?? 0) + GAP;
    return picture.replace('<svg ', `<svg y="${y}" `);
  });
  const box = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}>\n${placed.join('\n')}\n</svg>\n`;
}

/** The translations as they are, a line for each text. */
function attentionJson(translations: Translation[]): string {
  return `[${translations.map((translation) => `\n${JSON.stringify(translation)}`).join(',')}\n]\n`;
}

/** For each sentence a table of words, rows target and columns source, with an empty line behind it. */
export function attentionTsv(translations: Translation[]): string {
  return sentencesOf(translations)
    .map(({ sentence }) => {
      const { rows, columns, weights } = wordsOf(sentence);
      const lines = rows.map((word, row) => [word, ...weights[row].map((weight) => weight.toFixed(4))]);
      return [['', ...columns], ...lines].map((cells) => `${cells.join('\t')}\n`).join('');
    })
    .join('\n');
}
