/** The heatmap of one sentence, read from the page: its cells, its labels and the words that stand for them. */

export type Axis = 'row' | 'column';

export interface Mark {
  axis: Axis;
  index: number;
}

export const otherAxis = (axis: Axis): Axis => (axis === 'row' ? 'column' : 'row');

/** The word, label or cell that an element of the page stands for. A cell stands for its row. */
export function markOf(element: Element): Mark | null {
  if (!(element instanceof HTMLElement || element instanceof SVGElement)) return null;
  const { row, column } = element.dataset;
  if (row !== undefined) return { axis: 'row', index: Number(row) };
  return column === undefined ? null : { axis: 'column', index: Number(column) };
}

export class Grid {
  readonly svg: SVGSVGElement;
  private readonly cells: SVGRectElement[];

  private constructor(
    readonly article: HTMLElement,
    svg: SVGSVGElement,
  ) {
    this.svg = svg;
    this.cells = [...svg.querySelectorAll<SVGRectElement>('.cell')];
  }

  /** The grid of a sentence, or null where it has none. */
  static of(article: HTMLElement): Grid | null {
    const svg = article.querySelector<SVGSVGElement>('svg.heatmap');
    return svg && new Grid(article, svg);
  }

  get sentence(): string {
    return this.article.dataset.sentence ?? '';
  }

  /** Cells of a row or column, in order. */
  cellsOf({ axis, index }: Mark): SVGRectElement[] {
    return this.cells.filter((cell) => cell.dataset[axis] === String(index));
  }

  /** Words in the text and labels at the grid for one row or column. */
  namesOf({ axis, index }: Mark): Element[] {
    const words = document.querySelectorAll(
      `.word[data-sentence='${this.sentence}'][data-${axis}='${index}']`,
    );
    return [...words, ...this.svg.querySelectorAll(`.label[data-${axis}='${index}']`)];
  }

  /** What a row or column is called. A label that was cut keeps the whole in its tooltip. */
  nameOf({ axis, index }: Mark): string {
    const label = this.svg.querySelector(`.label[data-${axis}='${index}']`);
    return (label?.querySelector('title') ?? label)?.textContent ?? '';
  }

  /** What a row looked at, or which rows looked at a column: strongest first. */
  partnersOf(mark: Mark): { mark: Mark; weight: number }[] {
    const axis = otherAxis(mark.axis);
    return this.cellsOf(mark)
      .map((cell) => ({
        mark: { axis, index: Number(cell.dataset[axis]) },
        weight: Number(cell.dataset.weight),
      }))
      .sort((one, other) => other.weight - one.weight);
  }
}
