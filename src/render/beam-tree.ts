/** A beam search as a tree: a column for each step, kept hypotheses above, pruned ones below. */
import { scaleLinear, scalePoint } from 'd3-scale';
import type { Language } from '../text/language.js';
import { SPACE_MARK } from '../text/special-pieces.js';
import { FONT_SIZE, SMALL_FONT_SIZE } from './heatmap-layout.js';
import { probabilityText } from './probability.js';
import { fitText } from './text-width.js';
import { pieceName } from './piece-name.js';
import { escapeXml } from './xml.js';

export interface DrawnNode {
  id: number;
  parent: number | null;
  step: number;
  piece: string;
  probability: number;
  logProbability: number;
  score: number;
  rank: number;
  fate: 'kept' | 'finished' | 'pruned';
  /** The last step in which a hypothesis that begins with it stands in the beam or is finished. */
  until: number;
}

export interface DrawnTree {
  beam: number;
  nodes: DrawnNode[];
  /** Last nodes of the n-best list, best first. */
  best: number[];
}

export interface TreeOptions {
  target: Language;
  /** Steps shown, from the first. */
  steps: number;
  /** Pruned continuations shown a step, the likeliest ones. */
  pruned: number;
  id: string;
}

const COLUMN = 112;
const ROW = 26;
const HEAD = 30;
const LEFT = 44;
const LABEL_LIMIT = 5;
const FATES = { kept: 'kept in the beam', finished: 'finished', pruned: 'pruned' };

/** A node and all before it, first piece first. */
export function pathTo(nodes: DrawnNode[], last: number): DrawnNode[] {
  const path: DrawnNode[] = [];
  for (
    let node: DrawnNode | undefined = nodes[last];
    node;
    node = node.parent === null ? undefined : nodes[node.parent]
  ) {
    path.unshift(node);
  }
  return path;
}

/** Number of steps that the search took. */
export const stepsOf = ({ nodes }: Pick<DrawnTree, 'nodes'>): number =>
  nodes.reduce((most, { step }) => Math.max(most, step + 1), 0);

/** The nodes of a step that are drawn: all that went on, and the likeliest of the pruned. */
export function shownNodes({ nodes }: Pick<DrawnTree, 'nodes'>, step: number, pruned: number): DrawnNode[] {
  const own = nodes.filter((node) => node.step === step).sort((one, other) => one.rank - other.rank);
  return [
    ...own.filter(({ fate }) => fate !== 'pruned'),
    ...own.filter(({ fate }) => fate === 'pruned').slice(0, pruned),
  ];
}

interface Place {
  x: number;
  y: number;
}

function placesOf(
  tree: DrawnTree,
  { steps, pruned }: TreeOptions,
): { places: Map<number, Place>; rows: number } {
  const columns = scalePoint<number>()
    .domain(Array.from({ length: steps }, (_, step) => step))
    .range([LEFT + COLUMN / 2, LEFT + (steps - 0.5) * COLUMN]);
  const places = new Map<number, Place>();
  let rows = 1;
  for (let step = 0; step < steps; step++) {
    const shown = shownNodes(tree, step, pruned);
    rows = Math.max(rows, shown.length);
    shown.forEach((node, row) =>
      places.set(node.id, { x: columns(step) ?? LEFT, y: HEAD + (row + 0.5) * ROW }),
    );
  }
  return { places, rows };
}

/** Kept in its own step, but nothing that continues it was. */
const isLost = ({ fate, until, step }: DrawnNode): boolean => fate === 'kept' && until === step;

const classOf = (node: DrawnNode, isBest: boolean): string =>
  node.fate + (isLost(node) ? ' lost' : '') + (isBest ? ' best' : '');

const width = scaleLinear([0, 1], [0.75, 3]).clamp(true);

function edge(node: DrawnNode, places: Map<number, Place>, height: number, isBest: boolean): string {
  const to = places.get(node.id);
  const from = node.parent === null ? { x: LEFT - COLUMN / 2 + 36, y: height / 2 } : places.get(node.parent);
  if (!to || !from) return '';
  const [start, end] = [from.x + COLUMN / 2 - 26, to.x - COLUMN / 2 + 8];
  const middle = (start + end) / 2;
  return `<path class="edge ${classOf(node, isBest)}" d="M${start} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${end} ${to.y}" fill="none" stroke-width="${width(node.probability).toFixed(2)}"/>`;
}

/** A piece, cut to its node; the mark that begins a word is small and faint. */
function nodeLabel(name: string): string {
  const mark = `<tspan class="space-mark">${SPACE_MARK}</tspan>`;
  return escapeXml(fitText(name, LABEL_LIMIT)).replaceAll(SPACE_MARK, mark);
}

function nodeMark(node: DrawnNode, { x, y }: Place, isBest: boolean): string {
  const name = pieceName(node.piece);
  const says = `${FATES[node.fate]}, rank ${node.rank + 1}`;
  const left = x - COLUMN / 2 + 14;
  return (
    `<g class="node ${classOf(node, isBest)}" data-node="${node.id}" role="button" tabindex="-1" aria-description="${says}">` +
    `<rect class="node-ground" x="${left - 6}" y="${y - 11}" width="${COLUMN - 16}" height="22" rx="6"/>` +
    `<text x="${left}" y="${y}" dy="0.35em">${nodeLabel(name)}</text>` +
    `<text class="node-probability" x="${x + COLUMN / 2 - 14}" y="${y}" dy="0.35em" text-anchor="end">${probabilityText(node.probability)}</text></g>`
  );
}

/** Draws the first steps of a search; lines lead from a hypothesis to those that continue it. */
export function beamTreeSvg(tree: DrawnTree, options: TreeOptions): string {
  const { target, steps, id } = options;
  const { places, rows } = placesOf(tree, options);
  const best = new Set(
    tree.best.slice(0, 1).flatMap((last) => pathTo(tree.nodes, last).map((node) => node.id)),
  );
  const shown = tree.nodes.filter((node) => places.has(node.id));
  const size = { width: LEFT + steps * COLUMN + 8, height: HEAD + rows * ROW + 8 };
  const heads = Array.from({ length: steps }, (_, step) => {
    const x = LEFT + step * COLUMN + 14;
    return `<text class="tree-step" x="${x}" y="14" font-size="${SMALL_FONT_SIZE}">Step ${step + 1}</text>`;
  });
  const edges = shown.map((node) => edge(node, places, HEAD + tree.beam * ROW, best.has(node.id)));
  const marks = shown.map((node) => nodeMark(node, places.get(node.id) ?? { x: 0, y: 0 }, best.has(node.id)));
  const startY = (HEAD + tree.beam * ROW) / 2;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="tree" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="group" aria-label="Beam search as a tree" font-size="${FONT_SIZE}" id="${escapeXml(id)}">` +
    `${heads.join('')}<text class="tree-start" x="4" y="${startY}" dy="0.35em" font-size="${SMALL_FONT_SIZE}">begin</text>` +
    `<g class="edges">${edges.join('')}</g><g class="nodes" lang="${target}">${marks.join('')}</g></svg>`
  );
}
