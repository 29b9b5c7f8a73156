/** One alignment out of those of both directions (Och & Ney 2003; Koehn et al. 2003). */
import { linkKey, sortLinks } from './links.js';
import type { Link } from './links.js';

export const SYMMETRISATIONS = [
  'intersection',
  'union',
  'grow-diag',
  'grow-diag-final',
  'grow-diag-final-and',
] as const;
export type Symmetrisation = (typeof SYMMETRISATIONS)[number];

/** Neighbours of a link: beside it, then at its corners. */
const NEIGHBOURS = [
  [-1, 0],
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, -1],
  [-1, 1],
  [1, -1],
  [1, 1],
] as const;

/** Links that grow in number, and the words that they reach. */
class Alignment {
  private readonly links = new Map<string, Link>();
  private readonly sources = new Set<number>();
  private readonly targets = new Set<number>();

  constructor(links: Iterable<Link> = []) {
    for (const link of links) this.add(link);
  }

  add(link: Link): void {
    this.links.set(linkKey(link), link);
    this.sources.add(link.source);
    this.targets.add(link.target);
  }

  has = (link: Link): boolean => this.links.has(linkKey(link));
  hasSource = (source: number): boolean => this.sources.has(source);
  hasTarget = (target: number): boolean => this.targets.has(target);
  list = (): Link[] => sortLinks([...this.links.values()]);
}

/** Adds links of the union beside those that there are, as long as one reaches a word that has none. */
function growDiagonally(alignment: Alignment, union: Alignment): void {
  for (let grown = true; grown;) {
    grown = false;
    for (const { source, target } of alignment.list()) {
      for (const [down, right] of NEIGHBOURS) {
        const link = { source: source + down, target: target + right };
        if (alignment.has(link) || !union.has(link)) continue;
        if (alignment.hasSource(link.source) && alignment.hasTarget(link.target)) continue;
        alignment.add(link);
        grown = true;
      }
    }
  }
}

/** Adds links of one direction that reach a word without any; `both`: whose words both have none. */
function finish(alignment: Alignment, links: readonly Link[], both: boolean): void {
  for (const link of sortLinks(links)) {
    const [source, target] = [alignment.hasSource(link.source), alignment.hasTarget(link.target)];
    if (both ? !source && !target : !source || !target) alignment.add(link);
  }
}

/**
 * @param forward links of the model that translates from source to target
 * @param backward links of the model that translates back, already as source and target of the first
 */
export function symmetrise(
  forward: readonly Link[],
  backward: readonly Link[],
  method: Symmetrisation,
): Link[] {
  const union = new Alignment([...forward, ...backward]);
  if (method === 'union') return union.list();
  const inBackward = new Alignment(backward);
  const alignment = new Alignment(forward.filter(inBackward.has));
  if (method === 'intersection') return alignment.list();
  growDiagonally(alignment, union);
  if (method !== 'grow-diag') {
    const both = method === 'grow-diag-final-and';
    finish(alignment, forward, both);
    finish(alignment, backward, both);
  }
  return alignment.list();
}
