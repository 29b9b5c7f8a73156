/** What a training would take, in words: how long, on what, what is held out, and what was measured to tell. */
import { durationWords } from '../duration.js';
import { escapeXml } from '../xml.js';

export interface DrawnEstimate {
  updates: number;
  updatesInTime: number;
  seconds: { training: number; validating: number; measuring: number; total: number };
  pairs: { own: number; base: number; dev: number; test: number };
  dryRun: {
    parameters: { total: number };
    memory: { process: number };
    time: { secondsAnUpdate: number; tokensPerSecond: number; epochs: number };
  };
}

const count = (value: number): string => Math.round(value).toLocaleString('en');

/** `0.42 s`, `85 ms` */
const shortTime = (seconds: number): string =>
  seconds < 0.1 ? `${Math.round(1000 * seconds)} ms` : `${seconds.toFixed(2)} s`;

function limitLine({ updates, updatesInTime }: DrawnEstimate): string {
  if (updatesInTime >= updates) return '';
  return `<p>The time limit leaves about <b>${count(updatesInTime)}</b> of ${count(updates)} updates.</p>`;
}

/** @param others whether something else trains now, which slows down what was measured */
export function estimatePart(estimate: DrawnEstimate, { others = false }: { others?: boolean } = {}): string {
  const { seconds, pairs, dryRun } = estimate;
  const { secondsAnUpdate, tokensPerSecond, epochs } = dryRun.time;
  const base = pairs.base > 0 ? ` and ${count(pairs.base)} of base data` : '';
  const busy = others ? ' Something else trains just now, so alone it would be faster.' : '';
  const times =
    epochs >= 1 ? `, read about ${epochs < 10 ? epochs.toFixed(1) : count(epochs)} times over` : '';
  return (
    `<p class="estimate-total">About ${durationWords(seconds.total)}</p>` +
    '<dl class="estimate-parts">' +
    `<div><dt>Training</dt><dd>${durationWords(seconds.training)}</dd></div>` +
    `<div><dt>Validations</dt><dd>${durationWords(seconds.validating)}</dd></div>` +
    `<div><dt>Tests at the end</dt><dd>${durationWords(seconds.measuring)}</dd></div></dl>` +
    limitLine(estimate) +
    `<p>Trained on <b>${count(pairs.own)}</b> of your pairs${base}${times}.</p>` +
    `<p>Held out: <b>${count(pairs.dev)}</b> to validate with${pairs.base > 0 ? ', some of base data among them' : ''}, and <b>${count(pairs.test)}</b> to test with. None of their sentences is trained on.</p>` +
    `<p class="hint">Measured: a few updates of this very training took ${shortTime(secondsAnUpdate)} each on this machine, ${count(tokensPerSecond)} tokens a second, with ${(dryRun.parameters.total / 1e6).toFixed(1)} million parameters in ${count(dryRun.memory.process / 1e6)} MB. The rest is reckoned from it.${busy}</p>`
  );
}

/** What is held out before anything was measured. */
export const HELD_OUT_RULE =
  'A tenth of your pairs is held out to validate with (at most 200) and 15 % to test with (at most 500), so that no sentence stands in two parts.';

/** What stands there before an estimate, and while one is made. */
export function estimateHint(
  state: 'none' | 'measuring',
  why = 'Choose data to train on; then a few updates of the training are tried.',
): string {
  if (state === 'none') return `<p class="hint">${escapeXml(why)}</p><p class="hint">${HELD_OUT_RULE}</p>`;
  return `<p class="estimate-total measuring">Measuring …</p><p class="hint">A few updates of this training are tried, and thrown away.</p><p class="hint">${HELD_OUT_RULE}</p>`;
}
