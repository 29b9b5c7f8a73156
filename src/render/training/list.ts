/** The list of trainings: those in the queue, and those that are over. */
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';
import { trainingActions } from './actions.js';
import { inQueueOrder, isUnderWay, pathOf } from './item.js';
import type { TrainingItem } from './item.js';
import { directionName, progressPart, stateBadge } from './state.js';

const score = (value: number | null): string => (value === null ? '–' : value.toFixed(1));

/** Scores of the last validation. */
export function scoresPart({ bleu, chrf }: TrainingItem): string {
  if (bleu === null && chrf === null) return '<span class="hint">not measured yet</span>';
  return (
    `<span class="training-score"><span class="hint">chrF</span> ${score(chrf)}</span> ` +
    `<span class="training-score"><span class="hint">BLEU</span> ${score(bleu)}</span>`
  );
}

/** A box to compare it by; without a run there is nothing to compare. */
function chooser({ run, name }: TrainingItem): string {
  if (run === null) return '<span class="training-choose"></span>';
  return `<label class="training-choose"><input type="checkbox" form="compare" name="runs" value="${run}" aria-label="Compare ${escapeXml(name)}"></label>`;
}

function outcome({ state, reason, model }: TrainingItem): string {
  const why =
    reason === null
      ? ''
      : `<p class="training-reason${state === 'failed' ? ' failed' : ''}">${escapeXml(reason)}</p>`;
  const made =
    model === null
      ? ''
      : `<p class="hint">Model <a href="/models/${encodeURIComponent(model)}">${escapeXml(model)}</a></p>`;
  return why + made;
}

/** How far it came, where that was not the end. */
function ending({ state, update, updates }: TrainingItem): string {
  if ((state !== 'stopped' && state !== 'failed') || update === 0) return '';
  const of = updates > 0 ? ` of ${updates.toLocaleString('en')}` : '';
  return ` · update ${update.toLocaleString('en')}${of}`;
}

/** Who trains it, where that is not the queue. */
const origin = ({ job }: TrainingItem): string => (job === null ? ' · at the command line' : '');

/** A training as a row. @param now to say how long ago it was */
export function trainingRow(item: TrainingItem, now?: Date): string {
  const { key, name, source, target, when, state } = item;
  const middle = isUnderWay(item)
    ? `<div class="training-progress" data-part="progress">${progressPart(item)}</div>`
    : '';
  return (
    `<li class="training-row" data-item="${key}" data-row-state="${escapeXml(state)}">${chooser(item)}` +
    `<div class="training-what"><div class="training-title"><h3><a href="${pathOf(item)}">${escapeXml(name)}</a></h3>${stateBadge(item)}</div>` +
    `<p class="hint">${directionName(source, target)} · ${timeAgo(when, now)}${ending(item)}${origin(item)}</p>${outcome(item)}</div>` +
    `${middle}<p class="training-scores" data-part="scores">${scoresPart(item)}</p>` +
    `<div class="training-actions">${trainingActions(item, '/training')}</div></li>`
  );
}

const NOTHING =
  '<div class="empty"><p>Nothing trains and nothing waits. A training goes on from an installed model with sentence pairs of your own, takes a few minutes, and leaves the model you have as it is.</p>' +
  '<p><a href="/training/new">Begin a training</a> – or first <a href="/data">upload pairs</a> to train on.</p></div>';
const NOTHING_OVER =
  '<div class="empty"><p>What is trained here or with <code>ieum train</code> is listed in this place, with its curves.</p></div>';

const rows = (items: TrainingItem[], now?: Date): string =>
  `<ul class="training-list">${items.map((item) => trainingRow(item, now)).join('')}</ul>`;

export function queueList(items: TrainingItem[], now?: Date): string {
  const queue = inQueueOrder(items);
  return queue.length === 0 ? NOTHING : rows(queue, now);
}

export function overList(items: TrainingItem[], now?: Date): string {
  const over = items.filter((item) => !isUnderWay(item));
  return over.length === 0 ? NOTHING_OVER : rows(over, now);
}
