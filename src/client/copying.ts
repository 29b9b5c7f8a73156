/** Copies the translation. */
import { part } from './page.js';

const SAID_FOR = 2000;

async function copy(button: HTMLButtonElement): Promise<void> {
  const translation = document.querySelector('.translation')?.textContent ?? '';
  const status = part('status', HTMLElement);
  try {
    await navigator.clipboard.writeText(translation);
    button.textContent = 'Copied';
    status.textContent = 'Copied';
  } catch {
    button.textContent = 'Select and copy by hand';
    status.textContent = 'The browser does not allow copying';
  }
  setTimeout(() => (button.textContent = 'Copy'), SAID_FOR);
}

/** Shows the copy button where the browser has a clipboard to offer. */
export function offerCopying(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-copy]');
  if (!button || !('clipboard' in navigator)) return;
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}
