/** Inside a step: choose a piece of the translation and see how the decoder came to it. */
import { pieceChoice } from '../../render/piece-choice.js';
import { stepView } from '../../render/step-view.js';
import type { DrawnStep } from '../../render/step-view.js';
import { closest, fill } from '../page.js';
import type { PageStore } from '../state.js';
import { Loader } from './loader.js';
import { questionOf } from './subject.js';
import type { Subject } from './subject.js';

const loader = new Loader<DrawnStep>('/v1/step');

/** The frame: the pieces to choose from, and the place for the step. */
function frame({ hypothesis, target, number }: Subject, position: number): string {
  const pieces = pieceChoice(hypothesis.pieces, {
    name: `step-${number}`,
    legend: 'The step that wrote',
    language: target,
    kind: 'radio',
    chosen: [position],
  });
  return `${pieces}<div class="panel-result" data-result></div>`;
}

/** Shows the step at the chosen position, the first where none is. */
export function showStepPanel(panel: HTMLElement, subject: Subject, store: PageStore): void {
  const { pieces } = subject.hypothesis;
  const position = Math.min(store.state.position ?? 0, pieces.length - 1);
  if (panel.childElementCount === 0) fill(panel, frame(subject, position));
  const radio = panel.querySelector<HTMLInputElement>(`input[value='${position}']`);
  if (radio) radio.checked = true;
  const place = panel.querySelector<HTMLElement>('[data-result]');
  if (!place) return;
  const { source, target } = subject;
  void loader.load(place, { ...questionOf(subject), pieces, position }, (step) => {
    fill(place, stepView(step, { source, target }));
  });
}

/** Hears which step is chosen, and which piece the translation should go on with. */
export function connectStepPanel(section: HTMLElement, store: PageStore): void {
  section.addEventListener('change', (event) => {
    const radio = closest(event, '[data-panel="step"] input[type="radio"]');
    if (radio instanceof HTMLInputElement) store.update({ position: Number(radio.value), next: null });
  });
  section.addEventListener('click', (event) => {
    const piece = closest(event, '[data-panel="step"] [data-continue]')?.dataset.continue;
    if (piece !== undefined)
      store.update({ position: store.state.position ?? 0, next: piece, tab: 'what-if' });
  });
}
