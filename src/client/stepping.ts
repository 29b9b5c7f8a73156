/** Words are reached by the keyboard: one Tab stop a text or axis, arrow keys within it. */
import { Grid } from './grid.js';

const STEPS: Record<string, 1 | -1> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

type Focusable = HTMLElement | SVGElement;

function step(words: Focusable[], event: KeyboardEvent): void {
  const current = words.findIndex((word) => word === event.target);
  const move = STEPS[event.key];
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? words.length - 1 : move && current + move;
  if (current < 0 || next === undefined || !words[next]) return;
  event.preventDefault();
  for (const word of words) word.setAttribute('tabindex', '-1');
  words[next].setAttribute('tabindex', '0');
  words[next].focus();
}

/** A row of words in which the arrow keys move. */
function steppable(container: Element, words: Focusable[]): void {
  words.forEach((word, index) => word.setAttribute('tabindex', index === 0 ? '0' : '-1'));
  container.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent) step(words, event);
  });
}

/** Makes all words and labels of the page reachable; call again when others stand there. */
export function stepThroughWords(): void {
  for (const article of document.querySelectorAll<HTMLElement>('.sentence')) {
    const grid = Grid.of(article);
    if (!grid) continue;
    // Its labels can be focused now, which the children of an image cannot.
    grid.svg.setAttribute('role', 'group');
    for (const container of article.querySelectorAll('.line, .columns, .rows')) {
      steppable(container, [...container.querySelectorAll<Focusable>('.word, .label')]);
    }
  }
  const translation = document.querySelector('.translation');
  if (translation) steppable(translation, [...translation.querySelectorAll<Focusable>('.word')]);
}
