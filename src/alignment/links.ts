/** Word alignments in the Pharaoh format: `0-0 1-2`, source word and target word counted from 0. */
import { UserError } from '../foundation/errors.js';

export interface Link {
  source: number;
  target: number;
}

/** Links that a person is sure of, and those that may stand: sure ones are possible too. */
export interface GoldAlignment {
  sure: Link[];
  possible: Link[];
}

/** Two numbers and what stands between: `-` is sure, `?`, `:` and `p` are possible. */
const LINK = /^(\d+)([-?:p])(\d+)$/;

/** A link as one value, to be kept in sets. */
export const linkKey = ({ source, target }: Link): string => `${source}-${target}`;

/** Links in the order of their sources, then of their targets. */
export function sortLinks(links: readonly Link[]): Link[] {
  return [...links].sort((a, b) => a.source - b.source || a.target - b.target);
}

/** `0-0 1-2` */
export function formatLinks(links: readonly Link[]): string {
  return sortLinks(links).map(linkKey).join(' ');
}

/** With source and target exchanged. */
export function transposeLinks(links: readonly Link[]): Link[] {
  return links.map(({ source, target }) => ({ source: target, target: source }));
}

/**
 * A line of gold alignments.
 * @param where names file and line in errors @param base what words are counted from, 0 or 1
 * @throws UserError where a link cannot be read
 */
export function parseGold(line: string, where: string, base: 0 | 1 = 0): GoldAlignment {
  const gold: GoldAlignment = { sure: [], possible: [] };
  for (const text of line.split(/\s+/).filter((word) => word !== '')) {
    const match = LINK.exec(text);
    const link = { source: Number(match?.[1]) - base, target: Number(match?.[3]) - base };
    if (!match || link.source < 0 || link.target < 0) {
      throw new UserError(
        `${where}: expected links such as ${base}-${base} 1-2 (sure) or 1?2 (possible), got '${text}'; mend the line`,
      );
    }
    if (match[2] === '-') gold.sure.push(link);
    gold.possible.push(link);
  }
  return gold;
}

/** A line of alignments without a mark of sureness; errors as in `parseGold`. */
export function parseLinks(line: string, where: string): Link[] {
  return parseGold(line, where).possible;
}
