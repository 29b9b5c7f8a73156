/** The parts of the page that the script works on. */

/** The element of the page with this id, of this kind; the server always writes it. */
export function part<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`page: expected ${kind.name} #${id}, got none`);
  return element;
}

/** Parts that an answer of the server replaces. */
export const REPLACED = ['translation', 'attention'] as const;

/** Takes the answered page's translation and heatmaps into this one. */
export function takeOver(answer: Document): void {
  for (const id of REPLACED) {
    const fresh = answer.getElementById(id);
    if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh));
  }
}
