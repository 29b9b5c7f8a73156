/** The head of a training's page: its state, how far it is, what can be done, and what went wrong. */
import { timeAgo } from '../time-ago.js';
import { durationWords } from '../duration.js';
import { escapeXml } from '../xml.js';
import { trainingActions } from './actions.js';
import type { TrainingItem } from './item.js';
import { directionName, progressPart, stateBadge } from './state.js';

export interface TrainingHead extends TrainingItem {
  /** The model it began with; null from scratch, undefined where that is not known. */
  base?: string | null;
  /** Where a run of the command line writes. */
  folder: string | null;
  tokensPerSecond: number | null;
  /** What its process said last. */
  said: string | null;
  /** Seconds that were spent on it; 0 where that is not known. */
  seconds: number;
}

/** How to go on after a failure. */
function wayOn({ job, step, folder }: TrainingHead): string {
  if (job === null) {
    const command = folder === null ? '' : ` with <code>ieum train --resume ${escapeXml(folder)}</code>`;
    return `It goes on from its last checkpoint${command}.`;
  }
  if (step > 0) {
    return `Once the cause is gone, “Resume” goes on from its checkpoint of update ${step.toLocaleString('en')}; “Stop and keep” makes a model of what it learned by then.`;
  }
  return 'Nothing is lost yet: once the cause is gone, “Resume” begins it again; or begin another one with other settings.';
}

/** Why it failed or ended early. */
function reasonPart(head: TrainingHead): string {
  const { state, reason } = head;
  if (reason === null) return '';
  const line = `${escapeXml(reason.charAt(0).toUpperCase() + reason.slice(1))}.`;
  if (state !== 'failed') return `<p class="hint">${line}</p>`;
  return `<div class="notice" role="alert"><p class="notice-name">The training failed</p><p>${line}</p><p>${wayOn(head)}</p></div>`;
}

const origin = ({ job, state }: TrainingHead): string => {
  if (job !== null) return '';
  const how = state === 'running' ? ' Ctrl-C in its terminal saves and ends it.' : '';
  return `<p class="hint">Trained with <code>ieum train</code> at the command line.${how}</p>`;
};

/** What it does just now, while nobody can tell how far it is. */
function saying({ state, phase, said, update }: TrainingHead): string {
  const isOpen = state === 'running' && (phase === 'evaluating' || update === 0);
  return isOpen && said !== null ? `: ${escapeXml(said)}` : '';
}

/** What changes on its own as a training goes on, so that a button keeps the focus while a bar moves. */
export type HeadParts = Record<'line' | 'progress' | 'reason' | 'actions', string>;

/** @param path that of the page */
export function headParts(head: TrainingHead, path: string, now?: Date): HeadParts {
  const { source, target, base, when, state, tokensPerSecond, seconds } = head;
  const from = base === undefined ? '' : base === null ? ' · from scratch' : ` · from ${escapeXml(base)}`;
  const speed =
    state === 'running' && head.phase === 'training' && tokensPerSecond !== null
      ? ` · ${tokensPerSecond.toLocaleString('en')} tokens a second`
      : '';
  const spent = seconds >= 1 && state !== 'running' ? ` · ${durationWords(seconds)} of work` : '';
  const isOver = state === 'finished' || state === 'cancelled';
  return {
    line: `${stateBadge(head)} <span class="hint">${directionName(source, target)}${from} · ${timeAgo(when, now)}${spent}</span>`,
    progress: isOver ? '' : progressPart(head, speed + saying(head)),
    reason: reasonPart(head) + origin(head),
    actions: trainingActions(head, path),
  };
}

/** All of it. */
export function trainingHead(head: TrainingHead, path: string, now?: Date): string {
  const { line, progress, reason, actions } = headParts(head, path, now);
  return (
    `<p class="training-line" data-part="line">${line}</p><div class="training-head-actions" data-part="actions">${actions}</div>` +
    `<div class="training-progress" data-part="progress">${progress}</div><div class="training-reasons" data-part="reason">${reason}</div>`
  );
}
