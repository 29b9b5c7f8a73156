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

function cancelling({ name, phase, step, state }: Asked): Wish {
  const canKeep = phase === 'training' && (state === 'running' || step > 0);
  const otherwise = canKeep
    ? ' “Stop and keep” would make a model of it.'
    : phase === 'evaluating'
      ? ' Left alone, it becomes a model once it is measured.'
      : '';
  const learned =
    canKeep || phase === 'evaluating' ? 'Nothing of what it learned is kept.' : 'It has not begun yet.';
  const question = `Cancel ${name}? ${learned}${otherwise}`;
  return { act: 'cancel', name: 'Cancel', verb: 'Cancel the training', question };
}

const deleting = ({ name, model }: Asked): Wish => ({
  ...{ act: 'delete', name: 'Delete', verb: 'Delete the training' },
  question: `Delete ${name}? Its curves, samples and checkpoints go.${model === null ? '' : ` The model ${model} stays.`}`,
});

/** What the queue would grant, the likeliest first. */
export function wishesFor(item: Asked): Wish[] {
  const { job, state, phase, wanted, step } = item;
  if (job === null) return [];
  const keep = step > 0 ? [STOP] : [];
  switch (state) {
    case 'running':
      if (phase === 'evaluating') return wanted === 'cancel' ? [] : [cancelling(item)];
      if (wanted === 'pause') return [RESUME, STOP, cancelling(item)];
      return wanted === null ? [PAUSE, STOP, cancelling(item)] : wanted === 'stop' ? [cancelling(item)] : [];
    case 'queued':
      return [PAUSE, ...keep, cancelling(item)];
    case 'paused':
      return [RESUME, ...keep, cancelling(item)];
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
