/** Which cells of a table hold the sentences: by named columns, by a header line, or by the usual order. */
import { UserError } from '../foundation/errors.js';
import { LANGUAGES } from '../text/language.js';
import { languageOfLabel } from '../text/language-names.js';
import { shorten } from './lines.js';
import type { Direction, Entry, Pair } from './pairs.js';

/** What a column or key may hold. */
export type Field = 'ko' | 'en' | 'tier';

export interface Layout {
  /** Names of the columns in their order; `ko` and `en` hold the sentences, `tier` a label, others are passed over. */
  columns?: string[];
  /** Names that the header line of a table, or the keys of JSON, give to the sentences and the label. */
  fields?: Partial<Record<Field, string>>;
}

export const DEFAULT_COLUMNS = ['ko', 'en'];

type Places = Partial<Record<Field, number>>;

/** Place of a named column; UserError where there is none. */
function columnIndex(columns: string[], name: string): number {
  const index = columns.indexOf(name);
  if (index < 0) {
    throw new UserError(
      `corpus columns: expected one named '${name}', got '${columns.join(',')}'; name the columns in the order of the file`,
    );
  }
  return index;
}

function placesOfColumns(columns: string[]): Places {
  const [ko, en] = LANGUAGES.map((language) => columnIndex(columns, language));
  const tier = columns.indexOf('tier');
  return tier < 0 ? { ko, en } : { ko, en, tier };
}

/** The places that a line gives as a header, or undefined where it is none. */
function placesOfHeader(cells: string[], fields: Layout['fields']): Places | undefined {
  const labels = cells.map((cell) => cell.trim());
  const place = (field: Field, matches: (label: string) => boolean): number => {
    const name = fields?.[field];
    return labels.findIndex(name === undefined ? matches : (label) => label === name);
  };
  const [ko, en] = LANGUAGES.map((language) =>
    place(language, (label) => languageOfLabel(label) === language),
  );
  if (ko < 0 || en < 0) return undefined;
  const tier = place('tier', (label) => label.toLowerCase() === 'tier');
  return tier < 0 ? { ko, en } : { ko, en, tier };
}

/** Reads the rows of one table. */
export class TableReader {
  private readonly layout: Layout;
  private readonly direction: Direction;
  private places: Places | undefined;
  private width: number;
  private names: string[];

  constructor(layout: Layout, direction: Direction) {
    this.layout = layout;
    this.direction = direction;
    this.names = layout.columns ?? DEFAULT_COLUMNS;
    if (layout.columns) this.places = placesOfColumns(layout.columns);
    this.width = this.names.length;
  }

  /**
   * Takes the table's first row and says whether it is a header. Named columns count more than a header, which is
   * passed over then. Throws UserError where the names of `fields` do not stand there.
   */
  isHeader(cells: string[], name: string): boolean {
    const { fields } = this.layout;
    const header = placesOfHeader(cells, fields);
    if (header === undefined && fields !== undefined) {
      const wanted = Object.values(fields).join(', ');
      throw new UserError(
        `corpus ${name} line 1: expected a header with ${wanted}, got '${shorten(cells.join(', '))}'; ` +
          'name the fields as the file does',
      );
    }
    this.places ??= header;
    if (header !== undefined && this.layout.columns === undefined) {
      this.width = 1 + Math.max(header.ko ?? 0, header.en ?? 0);
      this.names = cells.slice(0, this.width);
    }
    this.places ??= placesOfColumns(DEFAULT_COLUMNS);
    return header !== undefined;
  }

  /** The pair of a row; further cells may follow, missing ones make it malformed. */
  read(cells: string[], line: number): Entry {
    if (cells.length < this.width) {
      const detail = `expected ${this.width} columns (${this.names.join(', ')}), got ${cells.length}`;
      return { fault: 'malformed', line, text: shorten(cells.join('\t')), detail };
    }
    const { source, target } = this.direction;
    const places = this.places ?? {};
    const pair: Pair = { source: cells[places[source]!], target: cells[places[target]!], line };
    if (places.tier !== undefined) pair.tier = cells[places.tier] ?? '';
    return pair;
  }
}
