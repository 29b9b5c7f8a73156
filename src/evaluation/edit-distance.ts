/** The edit distance of word sequences near the diagonal, as Tercom and sacreBLEU count it for TER. */

/** The operations that turn a hypothesis into its reference. */
export type EditOperation = 'match' | 'substitute' | 'insert' | 'delete';

const OPERATIONS: EditOperation[] = ['match', 'substitute', 'insert', 'delete'];
const [MATCH, SUBSTITUTE, INSERT, DELETE] = [0, 1, 2, 3];

/** Cells further than this from the diagonal are not looked at. */
const BEAM_WIDTH = 25;
/** Stands in cells outside the beam. */
const UNREACHED = 1e15;

/**
 * Distances of hypotheses of one length to one reference. Rows of the matrix are kept from one hypothesis to the
 * next, so that a hypothesis that begins like the one that was kept costs only its rest.
 */
export class EditMatrix {
  private readonly width: number;
  private readonly costs: Float64Array;
  private readonly operations: Uint8Array;

  /** @param length words of every hypothesis */
  constructor(
    private readonly reference: readonly string[],
    private readonly length: number,
  ) {
    this.width = reference.length + 1;
    this.costs = new Float64Array((length + 1) * this.width);
    this.operations = new Uint8Array((length + 1) * this.width);
    for (let j = 0; j < this.width; j++) {
      this.costs[j] = j;
      this.operations[j] = INSERT;
    }
  }

  /**
   * @param hypothesis `length` words
   * @param known its first words, equal to those of the hypothesis measured before
   * @returns insertions, deletions and substitutions
   */
  distance(hypothesis: readonly string[], known = 0): number {
    for (let i = known + 1; i <= this.length; i++) this.fillRow(i, hypothesis[i - 1]);
    return this.costs[this.costs.length - 1];
  }

  /** Row i: the first i words of the hypothesis against every beginning of the reference. */
  private fillRow(i: number, word: string): void {
    const { width, costs, operations, reference } = this;
    const ratio = reference.length / this.length;
    const beam = ratio / 2 > BEAM_WIDTH ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
    const diagonal = Math.floor(i * ratio);
    const from = Math.max(0, diagonal - beam);
    const to = i === this.length ? width : Math.min(width, diagonal + beam);
    const row = i * width;
    const above = row - width;
    costs.fill(UNREACHED, row, row + width);
    for (let j = from; j < to; j++) {
      if (j === 0) {
        costs[row] = costs[above] + 1;
        operations[row] = DELETE;
        continue;
      }
      // of equal costs the first counts: match or substitution, deletion, insertion
      const same = word === reference[j - 1];
      let cost = costs[above + j - 1] + (same ? 0 : 1);
      let operation = same ? MATCH : SUBSTITUTE;
      if (costs[above + j] + 1 < cost) {
        cost = costs[above + j] + 1;
        operation = DELETE;
      }
      if (costs[row + j - 1] + 1 < cost) {
        cost = costs[row + j - 1] + 1;
        operation = INSERT;
      }
      costs[row + j] = cost;
      operations[row + j] = operation;
    }
  }

  /** The operations of the hypothesis measured last, from its first word to its last. */
  trace(): EditOperation[] {
    const found: EditOperation[] = [];
    let i = this.length;
    let j = this.width - 1;
    while (i > 0 || j > 0) {
      const operation = this.operations[i * this.width + j];
      found.push(OPERATIONS[operation]);
      if (operation !== INSERT) i--;
      if (operation !== DELETE) j--;
    }
    return found.reverse();
  }
}
