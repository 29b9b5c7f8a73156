/** The part of a page that the server writes anew as things change: fetched, put in the place of the old, focus kept. */
import { askPage } from '../../api.js';
import type { AnsweredPage } from '../../api.js';
import { part } from '../../page.js';

/** Milliseconds that changes are gathered before the part is fetched again. */
const GATHERING = 150;

/** Elements that may be open, by what tells them apart from their like. */
const openOnes = (root: ParentNode): string[] =>
  [...root.querySelectorAll('details[open][id]')].map(({ id }) => id);

/** The element that has the focus, as a selector that still finds it in the new part. */
function focusedSelector(root: HTMLElement): string | null {
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || !root.contains(focused)) return null;
  if (focused.id !== '') return `#${CSS.escape(focused.id)}`;
  const owner = focused.closest<HTMLElement>('[data-of]')?.id;
  if (owner === undefined || owner === '') return null;
  const place = [...document.querySelectorAll(`#${CSS.escape(owner)} :is(a, button, summary)`)].indexOf(
    focused,
  );
  return place < 0 ? null : `#${CSS.escape(owner)}`;
}

/** Puts what a page says in place of what is shown; leaves for the page where it is another one. */
export function showPage({ address, html }: AnsweredPage): boolean {
  const live = part('live', HTMLElement);
  const page = new DOMParser().parseFromString(html, 'text/html');
  const found = page.getElementById('live');
  if (!found || new URL(address).pathname !== location.pathname) {
    location.assign(address);
    return false;
  }
  const open = openOnes(live);
  const focused = focusedSelector(live);
  live.replaceChildren(...found.childNodes);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focused !== null) {
    const element = live.querySelector<HTMLElement>(focused);
    (element?.querySelector<HTMLElement>('a') ?? element)?.focus({ preventScroll: true });
  }
  history.replaceState(null, '', address);
  return true;
}

/** Fetches the part again when something has changed, but not while something is under way in it. */
export class LivePart {
  private timer: number | undefined;
  private busy = 0;
  private missed = false;

  /** Gathers changes and shows them. */
  changed(): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.refresh(), GATHERING);
  }

  /** Holds changes back until it is done. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.busy += 1;
    try {
      return await work();
    } finally {
      this.busy -= 1;
      if (this.missed && this.busy === 0) this.changed();
    }
  }

  private async refresh(): Promise<void> {
    // What someone answers or reads must not go away under them.
    if (this.busy > 0 || document.querySelector('dialog[open]')) {
      this.missed = true;
      return;
    }
    this.missed = false;
    try {
      const page = await askPage(location.href);
      if (this.busy === 0) showPage(page);
    } catch {
      // The next change tries again.
    }
  }
}
