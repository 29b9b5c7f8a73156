/** How the model learned: the sample translations and the attention of the probe sentence at each validation. */
import { lastWhere } from './history.js';
import type { TrainingHistory } from './history.js';
import { isUnderWay } from './item.js';
import { samplesAt, validationAt, validationLine } from './samples.js';
import type { SampleLanguages } from './samples.js';

export interface LearningOptions extends SampleLanguages {
  /** The update that was chosen; null for the latest. */
  at: number | null;
  /** The page, to which `?at=` is added where no script moves the slider. */
  path: string;
}

/** The address of the attention of a run's probe sentence. */
export const frameAddress = (run: number, update: number): string => `/v1/runs/${run}/attention/${update}`;

/** The frame of an update, or the last before it; undefined where none was drawn by then. */
export function frameAt(probes: number[], update: number | null): number | undefined {
  return update === null ? probes.at(-1) : (lastWhere(probes, (probe) => probe <= update) ?? probes[0]);
}

/** Links to each validation, for those without a script. */
function stations({ validations }: TrainingHistory, place: number, path: string): string {
  const links = validations.map(
    ({ update }, i) =>
      `<li><a href="${path}?at=${update}#learning"${i === place ? ' aria-current="true"' : ''}>${update.toLocaleString('en')}</a></li>`,
  );
  return `<noscript><nav aria-label="Validations"><p class="hint">After so many updates:</p><ul class="stations">${links.join('')}</ul></nav></noscript>`;
}

const PLAY =
  '<svg class="play-mark" viewBox="0 0 20 20" width="18" height="18" fill="currentColor" aria-hidden="true"><path class="play-triangle" d="M6 3.5v13l10.5-6.5z"/><path class="play-bars" d="M5 3.5h3.5v13H5zm6.5 0H15v13h-3.5z"/></svg>';

/** The reel: play, the slider, and where it stands. */
function controls(history: TrainingHistory, place: number): string {
  const { validations } = history;
  const last = Math.max(0, validations.length - 1);
  const line = validations[place] ? validationLine(validations[place]) : '';
  return (
    `<div class="reel scripted-only" data-reel${validations.length < 2 ? ' hidden' : ''}>` +
    `<button type="button" class="secondary reel-play" data-play aria-label="Play from noise to now">${PLAY}</button>` +
    `<label class="hidden" for="reel">Validation</label><input type="range" id="reel" min="0" max="${last}" value="${place}" step="1">` +
    `</div><p class="hint reel-line" data-reel-line>${line}</p>`
  );
}

function film({ run, probes, state }: TrainingHistory, at: number | null): string {
  const isOver = !isUnderWay({ state });
  const frame = frameAt(probes, at);
  if (run === null || frame === undefined) {
    return `<p class="empty">${isOver ? 'None was drawn: the training had no probe sentence, or no validation.' : 'The attention of a probe sentence is drawn at each validation.'}</p>`;
  }
  const picture = `<img src="${frameAddress(run, frame)}" alt="Attention of the probe sentence after ${frame} updates">`;
  return `<div class="film-room" data-film><noscript>${picture}</noscript></div>`;
}

/** The section, as the server writes it and as it stands before the script has filled it. */
export function learningSection(
  history: TrainingHistory,
  { at, path, ...languages }: LearningOptions,
): string {
  const place = validationAt(history.validations, at);
  return (
    '<section class="section" id="learning" aria-labelledby="learning-name"><div class="section-head"><h2 id="learning-name">As it learned</h2></div>' +
    `${controls(history, place)}${stations(history, place, path)}` +
    '<div class="learning"><section aria-labelledby="samples-name"><h3 id="samples-name">Sample translations</h3>' +
    '<p class="hint">Held-out sentences; words that were not there at the validation before are marked.</p>' +
    `<div data-samples>${samplesAt(history, place, languages)}</div></section>` +
    '<section aria-labelledby="film-name"><h3 id="film-name">Where it looked</h3>' +
    '<p class="hint">The attention of one probe sentence: rows are what it wrote, columns what it read.</p>' +
    `<div data-film-place>${film(history, at)}</div></section></div></section>`
  );
}
