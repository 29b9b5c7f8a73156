/** The state of a training in words: a badge, how far it is, and what can be done with it. */
import { count } from '../counted.js';
import { durationWords } from '../duration.js';
import { LANGUAGE_NAMES } from '../drawn.js';
import { escapeXml } from '../xml.js';
import type { TrainingItem } from './item.js';

type Stated = Pick<TrainingItem, 'state' | 'phase' | 'wanted'>;

const WISHES: Record<string, string> = { pause: 'Pausing', stop: 'Stopping', cancel: 'Cancelling' };

const NAMES: Record<string, string> = {
  queued: 'Waiting',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  cancelled: 'Cancelled',
  failed: 'Failed',
};

export function stateName({ state, phase, wanted }: Stated): string {
  if (state === 'running' && phase === 'evaluating') return wanted === 'cancel' ? 'Cancelling' : 'Measuring';
  if (state === 'running' && wanted !== null) return WISHES[wanted] ?? NAMES.running;
  if (state === 'queued' && phase === 'evaluating') return 'Waiting to be measured';
  return NAMES[state] ?? state;
}

export function stateBadge(item: Stated): string {
  const kind = item.state === 'failed' ? ' warm' : item.state === 'running' ? '' : ' plain';
  return `<span class="badge${kind}" data-state="${escapeXml(item.state)}">${escapeXml(stateName(item))}</span>`;
}

/** Korean → English */
export function directionName(source: string | null, target: string | null): string {
  const name = (language: string | null): string =>
    language === null ? '?' : ((LANGUAGE_NAMES as Record<string, string>)[language] ?? language);
  return source === null && target === null ? '' : `${name(source)} → ${name(target)}`;
}

type Progressed = Stated & Pick<TrainingItem, 'name' | 'update' | 'updates' | 'secondsLeft'>;

/** `update 120 of 400 · about 2 min left` */
export function progressLine({ state, phase, update, updates, secondsLeft }: Progressed): string {
  if (phase === 'evaluating' && (state === 'running' || state === 'queued')) {
    return state === 'running' ? 'Translating the tests, to see what was learned' : 'Training is over';
  }
  if (update === 0)
    return state === 'running' ? 'Preparing' : state === 'queued' ? 'Waits for its turn' : 'Not begun yet';
  const far = updates > 0 ? `Update ${count(update)} of ${count(updates)}` : `Update ${count(update)}`;
  const left =
    state === 'running' && secondsLeft !== null ? ` · about ${durationWords(secondsLeft)} left` : '';
  return far + left;
}

/** A bar with its line. @param speed stands behind it */
export function progressPart(item: Progressed, speed = ''): string {
  const { state, phase, name, update, updates } = item;
  // What nobody can tell the length of has a bar without a value.
  const isOpen = state === 'running' && (phase === 'evaluating' || update === 0);
  const value = isOpen
    ? ''
    : ` value="${Math.min(update, updates || update)}" max="${Math.max(1, updates, update)}"`;
  return (
    `<progress${value} aria-label="Progress of ${escapeXml(name)}"></progress>` +
    `<p class="hint">${progressLine(item)}${speed}</p>`
  );
}
