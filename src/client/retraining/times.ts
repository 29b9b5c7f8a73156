/** Times in words go on while the page is open. */
import { agoText } from '../../render/time-ago.js';

const INTERVAL = 30_000;

/** Says anew how long ago each `<time>` of the page was. */
export function keepTimes(): void {
  setInterval(() => {
    for (const element of document.querySelectorAll('time')) {
      element.textContent = agoText(new Date(element.dateTime), new Date());
    }
  }, INTERVAL);
}
