/** Counts the text's characters as the server does: code points. */
import { part } from './page.js';

/** Keeps the line under the text up to date while one types. */
export function countCharacters(text: HTMLTextAreaElement): void {
  const line = part('count', HTMLElement);
  const maximum = Number(line.dataset.maximum);
  const show = (): void => {
    const count = Array.from(text.value).length;
    line.textContent = `${count.toLocaleString('en')} / ${maximum.toLocaleString('en')}`;
    line.classList.toggle('over', count > maximum);
  };
  text.addEventListener('input', show);
  show();
}
