/** Parts of a page that are drawn anew only where they are different, so that the focus stays where it was. */
import { fill } from '../../page.js';

const drawn = new WeakMap<Element, string>();

/** The element of a page that has the focus, by what it is found again with. */
function focusKey(element: Element): string | null {
  const active = document.activeElement;
  if (!active || !element.contains(active)) return null;
  const key = active.getAttribute('data-key');
  if (key !== null) return `[data-key="${CSS.escape(key)}"]`;
  const href = active.getAttribute('href');
  return href === null ? null : `[href="${CSS.escape(href)}"]`;
}

/** Fills an element with HTML that `src/render` has written, unless it holds that already. */
export function redraw(element: Element, html: string): void {
  if (drawn.get(element) === html) return;
  const key = focusKey(element);
  fill(element, html);
  drawn.set(element, html);
  if (key !== null) element.querySelector<HTMLElement>(key)?.focus();
}

/** The same for `[data-part="name"]` of the page or of an element in it. */
export function redrawPart(name: string, html: string, inside: ParentNode = document): void {
  const element = inside.querySelector(`[data-part="${name}"]`);
  if (element) redraw(element, html);
}
