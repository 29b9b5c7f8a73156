/** The trees of searches as a JSON file, pieces by name. */
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';
import { writeFileAtomically } from '../foundation/files.js';
import type { SearchTree } from '../search/search.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

/** One tree as it stands in the file. */
export interface TracedSearch {
  source: string;
  nodes: Record<string, unknown>[];
  best: number[];
}

/** A tree whose pieces are named. */
export function tracedSearch(source: string, { nodes, best }: SearchTree, target: Tokenizer): TracedSearch {
  return { source, nodes: nodes.map((node) => ({ ...node, piece: target.pieces([node.piece])[0] })), best };
}

/** Writes a tree a line. @throws UserError when the file cannot be written */
export function writeTrace(path: string, searches: readonly TracedSearch[]): void {
  try {
    writeFileAtomically(path, `[${searches.map((one) => `\n${JSON.stringify(one)}`).join(',')}\n]\n`);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new UserError(`--trace: expected to write ${path}, got ${messageOf(error)}`, {
      exitCode: 1,
      cause: error,
    });
  }
}
