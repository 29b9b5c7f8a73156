/** A sentence's search as a tree: every continuation that a step looked at, and what became of it. */
import type { Hypothesis } from './hypothesis.js';

/** What became of a hypothesis in the step that made it. */
export type Fate = 'kept' | 'finished' | 'pruned';

/** A hypothesis as a node of the tree: its last piece, and the node that it continues. */
export interface TraceNode {
  /** Its place in `SearchTree.nodes`. */
  id: number;
  /** Null for the first pieces. */
  parent: number | null;
  /** Decoder step that made it, from 0. */
  step: number;
  /** Target id. */
  piece: number;
  /** Of the piece given those before it. */
  probability: number;
  /** Of the whole hypothesis. */
  logProbability: number;
  /** Length-normalised, coverage not counted. */
  score: number;
  /** Place among the step's continuations, 0 the likeliest. */
  rank: number;
  fate: Fate;
  /** The last step in which a hypothesis that begins with it stands in the beam, or is finished. */
  until: number;
}

export interface SearchTree {
  nodes: TraceNode[];
  /** Last nodes of the n-best list, best first. */
  best: number[];
}

/** What is recorded of a continuation. */
export interface Continued {
  parent: Hypothesis | null;
  id: number;
  stepLogProbability: number;
  logProbability: number;
  score: number;
}

/** Records one sentence's search. */
export class Trace {
  private readonly nodes: TraceNode[] = [];

  /** @param pruned most continuations of a step to record that do not go on; the likeliest ones are */
  constructor(private readonly pruned: number) {}

  /**
   * Records a step.
   * @param continued all that were looked at, likeliest first
   * @param fates by place in that list; what has none was pruned
   * @returns the node of each continuation that was recorded, by place
   */
  record(
    step: number,
    continued: readonly Continued[],
    fates: ReadonlyMap<number, Fate>,
  ): Map<number, number> {
    const recorded = new Map<number, number>();
    let left = this.pruned;
    continued.forEach((one, rank) => {
      const fate = fates.get(rank) ?? 'pruned';
      if (fate === 'pruned' && left-- <= 0) return;
      const node = this.nodes.length;
      recorded.set(rank, node);
      this.nodes.push({
        id: node,
        parent: one.parent?.node ?? null,
        step,
        piece: one.id,
        probability: Math.exp(one.stepLogProbability),
        logProbability: one.logProbability,
        score: one.score,
        rank,
        fate,
        until: step,
      });
    });
    return recorded;
  }

  /** The tree once the search is over. */
  tree(best: readonly Hypothesis[]): SearchTree {
    // Parents stand before their children, so that one pass from the end hands the last step down to the root.
    for (let k = this.nodes.length - 1; k >= 0; k--) {
      const { parent, until, fate } = this.nodes[k];
      if (parent === null || fate === 'pruned') continue;
      this.nodes[parent].until = Math.max(this.nodes[parent].until, until);
    }
    return { nodes: this.nodes, best: best.flatMap(({ node }) => (node === undefined ? [] : [node])) };
  }
}
