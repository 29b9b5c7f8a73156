/** The lineage of models beside their list: which came from which, as lanes with a dot for each model. */

export interface LineageNode {
  name: string;
  parent: string | null;
}

export interface LineageRow {
  /** Lane of the model's dot. */
  lane: number;
  /** Whether a line comes to the dot from above, and goes on from it below. */
  above: boolean;
  below: boolean;
  /** Lanes of other models' lines that pass by. */
  passing: number[];
  /** Lane into whose line the model's own one leads below, where its parent has one already; or null. */
  into: number | null;
}

/**
 * The lanes of models that stand under each other, children before parents. A model whose parent is not below begins
 * or ends no line; children of one parent share its lane.
 */
export function lineage(nodes: readonly LineageNode[]): LineageRow[] {
  const places = new Map(nodes.map(({ name }, place) => [name, place]));
  // The parent that each lane leads to.
  const lanes: (string | null)[] = [];
  return nodes.map(({ name, parent }, place) => {
    const own = lanes.indexOf(name);
    const above = own >= 0;
    const lane = above ? own : freeLane(lanes);
    lanes[lane] = null;
    const passing = lanes.flatMap((leads, other) => (leads === null ? [] : [other]));
    const isBelow = parent !== null && (places.get(parent) ?? -1) > place;
    const shared = isBelow ? lanes.indexOf(parent) : -1;
    if (isBelow && shared < 0) lanes[lane] = parent;
    return { lane, above, below: isBelow && shared < 0, passing, into: shared < 0 ? null : shared };
  });
}

function freeLane(lanes: (string | null)[]): number {
  const free = lanes.indexOf(null);
  return free < 0 ? lanes.length : free;
}

const LANE_WIDTH = 18;
const FIRST = 10;
/** Height of the dot in its row, at the middle of the model's name. */
const DOT = 27;
/** Lanes beyond these would leave no room for the list. */
const MOST_LANES = 6;

const x = (lane: number): number => FIRST + Math.min(lane, MOST_LANES - 1) * LANE_WIDTH;

/** Width of the lanes of a list in pixels. */
export const lineageWidth = (rows: readonly LineageRow[]): number =>
  x(Math.max(0, ...rows.map(({ lane }) => lane))) + FIRST;

/** One row's part of the lanes, as high as the row comes to be. */
export function lineageSvg(row: LineageRow, { width, active }: { width: number; active: boolean }): string {
  const own = x(row.lane);
  const line = (from: [number, number | string], to: [number, number | string]): string =>
    `<line x1="${from[0]}" y1="${from[1]}" x2="${to[0]}" y2="${to[1]}"/>`;
  const lines = [
    ...row.passing.map((lane) => line([x(lane), 0], [x(lane), '100%'])),
    ...(row.above ? [line([own, 0], [own, DOT])] : []),
    ...(row.below ? [line([own, DOT], [own, '100%'])] : []),
    ...(row.into === null
      ? []
      : [`<path d="M${own} ${DOT}Q${x(row.into)} ${DOT} ${x(row.into)} ${DOT + 22}"/>`]),
  ];
  return (
    `<svg class="lineage" width="${width}" height="100%" aria-hidden="true">${lines.join('')}` +
    `<circle class="${active ? 'dot active' : 'dot'}" cx="${own}" cy="${DOT}" r="${active ? 6 : 5}"/></svg>`
  );
}
