/** Dynamic beam allocation (Post & Vilar 2018): the places of a beam shared out by how many forced pieces stand. */

/**
 * Shares K places among banks, bank c for the hypotheses that hold c forced pieces: evenly, what does not divide
 * to the fullest bank; places that a bank cannot fill go to the others in turn, the fullest first.
 * @param sizes candidates in each bank
 * @returns places of each bank, none more than its size
 */
export function allocateBanks(sizes: readonly number[], places: number): number[] {
  const even = Math.floor(places / sizes.length);
  const wanted = sizes.map((_, bank) => (bank === sizes.length - 1 ? places - even * bank : even));
  const allocated = sizes.map((size, bank) => Math.min(size, wanted[bank]));
  let left = places - allocated.reduce((sum, count) => sum + count, 0);
  while (left > 0) {
    const open = allocated.flatMap((count, bank) => (count < sizes[bank] ? [bank] : []));
    if (open.length === 0) break;
    for (const bank of open.reverse()) {
      if (left === 0) break;
      allocated[bank]++;
      left--;
    }
  }
  return allocated;
}
