/** The parts of the page that the script works on. */

/** The element of the page with this id, of this kind; the server always writes it. */
export function part<T extends HTMLElement>(id: string, kind: new () => T): T {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`page: expected ${kind.name} #${id}, got none`);
  return element;
}

/** Fills an element with HTML that a function of `src/render` has written, which escapes all that it is given. */
export function fill(element: Element, html: string): void {
  element.innerHTML = html;
}

/** Says something to those who listen to the page. */
export function announce(line: string): void {
  part('status', HTMLElement).textContent = line;
}

/** The element that a click or a key is about, where it or one around it matches. */
export function closest(event: Event, selector: string): HTMLElement | null {
  const element = event.target instanceof Element ? event.target.closest(selector) : null;
  return element instanceof HTMLElement ? element : null;
}

/** A plain click on a link, which the page may answer itself. */
export const isPlainClick = (event: MouseEvent): boolean =>
  event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
