/** What can be done with a training in its state: forms that work without a script, and that the script takes over. */
import { escapeXml } from '../xml.js';
import type { TrainingItem } from './item.js';

type Asked = Pick<TrainingItem, 'job' | 'name' | 'state' | 'phase' | 'wanted' | 'step' | 'model'>;

interface Wish {
  act: 'pause' | 'resume' | 'stop' | 'cancel' | 'delete';
  name: string;
  /** What is lost by it, where anything is. */
  question?: string;
  /** What its button then says. */
  verb?: string;
}

const PAUSE: Wish = { act: 'pause', name: 'Pause' };
const RESUME: Wish = { act: 'resume', name: 'Resume' };
const STOP: Wish = { act: 'stop', name: 'Stop and keep' };

const cancelling = (name: string): Wish => ({
  ...{ act: 'cancel', name: 'Cancel', verb: 'Cancel the training' },
  question: `Cancel ${name}? Nothing of what it learned is kept. “Stop and keep” would make a model of it.`,
});
const deleting = ({ name, model }: Asked): Wish => ({
  ...{ act: 'delete', name: 'Delete', verb: 'Delete the training' },
  question: `Delete ${name}? Its curves, samples and checkpoints go.${model === null ? '' : ` The model ${model} stays.`}`,
});

/** What the queue would grant, the likeliest first. */
export function wishesFor(item: Asked): Wish[] {
  const { job, name, state, phase, wanted, step } = item;
  if (job === null) return [];
  const keep = step > 0 ? [STOP] : [];
  switch (state) {
    case 'running':
      if (phase === 'evaluating') return wanted === 'cancel' ? [] : [cancelling(name)];
      if (wanted === 'pause') return [RESUME, STOP, cancelling(name)];
      return wanted === null ? [PAUSE, STOP, cancelling(name)] : wanted === 'stop' ? [cancelling(name)] : [];
    case 'queued':
      return [PAUSE, ...keep, cancelling(name)];
    case 'paused':
      return [RESUME, ...keep, cancelling(name)];
    case 'failed':
      return [RESUME, ...keep, deleting(item)];
    default:
      return [deleting(item)];
  }
}

/** The page that comes after; a deleted training has none of its own. */
const backFrom = (wish: Wish, back: string): string => (wish.act === 'delete' ? '/training' : back);

function form(wish: Wish, item: Asked, back: string, button: string): string {
  return (
    `<form method="post" action="/v1/jobs/${item.job}/${wish.act}" data-act="${wish.act}">` +
    `<input type="hidden" name="back" value="${escapeXml(backFrom(wish, back))}">${button}</form>`
  );
}

function action(wish: Wish, item: Asked, back: string): string {
  const key = `${item.job}-${wish.act}`;
  const about = `aria-label="${escapeXml(`${wish.name}: ${item.name}`)}"`;
  if (wish.question === undefined) {
    return form(
      wish,
      item,
      back,
      `<button class="secondary" type="submit" data-key="${key}" ${about}>${wish.name}</button>`,
    );
  }
  const button = `<div class="actions"><button class="remove" type="submit">${escapeXml(wish.verb ?? wish.name)}</button></div>`;
  return (
    `<details class="asks"><summary class="secondary danger" data-key="${key}" ${about}>${wish.name}</summary>` +
    `<div class="asks-inside"><p>${escapeXml(wish.question)}</p>${form(wish, item, back, button)}</div></details>`
  );
}

/** The buttons of a training. @param back the page that shows them */
export function trainingActions(item: Asked, back: string): string {
  return wishesFor(item)
    .map((wish) => action(wish, item, back))
    .join('');
}
