/** Disjoint sets over 0, 1, 2 …, of which each is named by its least member. */
export class DisjointSets {
  private parent = new Int32Array(1024);
  /** How many numbers there are. */
  size = 0;

  /** Adds the next number as a set of its own, and returns it. */
  add(): number {
    if (this.size === this.parent.length) {
      const grown = new Int32Array(Math.ceil(this.size * 1.5));
      grown.set(this.parent);
      this.parent = grown;
    }
    this.parent[this.size] = this.size;
    return this.size++;
  }

  /** The least member of the set that a number is in, with path halving (Tarjan 1975). */
  find(item: number): number {
    const { parent } = this;
    let i = item;
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  }

  join(a: number, b: number): void {
    const [first, second] = [this.find(a), this.find(b)];
    if (first < second) this.parent[second] = first;
    else this.parent[first] = second;
  }
}
