/** What a change came to: what translates now and the way back, or why a promotion was refused and how to go on. */
import { escapeXml } from '../xml.js';
import { compareLink, modelLink } from './drawn-model.js';
import type { DrawnDirection, DrawnScores } from './drawn-model.js';
import { rollbackForm, textLink } from './direction.js';
import { asking, differenceText, scoreText } from './parts.js';
import { promoteForm } from './version.js';

export interface DrawnRefusal {
  model: string;
  /** The model that stayed, or null. */
  active: string | null;
  ground: 'broken' | 'trial' | 'base';
  reason: string;
  base: { before: DrawnScores; after: DrawnScores } | null;
}

const capitalised = (line: string): string => line.charAt(0).toUpperCase() + line.slice(1);

const framed = (kind: 'good' | 'warm', about: string, heading: string, body: string): string =>
  `<section class="verdict verdict-${kind}" id="verdict" data-of="${escapeXml(about)}" tabindex="-1" aria-labelledby="verdict-name">` +
  `<h2 id="verdict-name">${escapeXml(heading)}</h2>${body}` +
  '<div class="version-work" data-work aria-live="polite"></div></section>';

/** A model translates its direction from now on. */
export function promotedVerdict(
  { name: direction, source, target, before }: Omit<DrawnDirection, 'models' | 'since'>,
  model: string,
): string {
  const undo = before === null ? '' : rollbackForm({ source, target }, before);
  const line =
    before === null
      ? ''
      : `<p>${escapeXml(before)} did before, and takes over again if you roll back. Requests that were under way ended with the model that they began with.</p>`;
  return framed(
    'good',
    model,
    `${model} translates ${direction} now`,
    `${line}<div class="actions"><a class="primary" href="${escapeXml(textLink(source, model))}">Translate something</a>${undo}</div>`,
  );
}

/** A direction went back to the model before. */
export const rolledVerdict = (direction: string, model: string): string =>
  framed('good', model, `${model} translates ${direction} again`, '');

export const removedVerdict = (model: string): string => framed('good', model, `${model} is deleted`, '');

function numbers({ model, active, base }: DrawnRefusal): string {
  if (!base) return '';
  const { before, after } = base;
  const row = (name: string, { bleu, chrf }: DrawnScores): string =>
    `<tr><th scope="row">${escapeXml(name)}</th><td>${scoreText(bleu)}</td><td>${scoreText(chrf)}</td></tr>`;
  const lost = (metric: keyof DrawnScores): string => differenceText(after[metric] - before[metric]);
  return (
    '<table class="scores"><caption class="hidden">Scores on the base test</caption>' +
    '<thead><tr><th scope="col">Base test</th><th scope="col">BLEU</th><th scope="col">chrF</th></tr></thead><tbody>' +
    row(active ?? 'before', before) +
    row(model, after) +
    `<tr><th scope="row">Difference</th><td><b>${lost('bleu')}</b></td><td><b>${lost('chrf')}</b></td></tr></tbody></table>`
  );
}

/** A promotion was refused. */
export function refusedVerdict(refusal: DrawnRefusal): string {
  const { model, active, ground, reason, base } = refusal;
  const why = base
    ? `It has forgotten too much: on everyday sentences it is worse than ${active ?? 'the active model'} by more than is let pass (1 BLEU, 2 chrF). ${active ?? 'The active one'} goes on translating.`
    : `${capitalised(reason)}. ${active ?? 'The active model'} goes on translating.`;
  const force =
    ground === 'broken'
      ? ''
      : asking(
          { label: 'Promote all the same', className: 'secondary danger' },
          `Let ${model} translate for everybody although it did badly? You can roll back at any time.`,
          promoteForm(
            { name: model },
            { force: true, className: 'remove', label: `Promote ${model} all the same` },
          ),
        );
  const compare =
    active === null
      ? ''
      : `<a class="secondary" href="${escapeXml(compareLink(active, model, base ? 'base' : undefined))}">Compare the sentences</a>`;
  const look = `<a class="quiet" href="${escapeXml(modelLink(model))}">Look at ${escapeXml(model)}</a>`;
  return framed(
    'warm',
    model,
    `${model} was not promoted`,
    `<p>${escapeXml(why)}</p>${numbers(refusal)}<div class="actions">${compare}${force}${look}</div>`,
  );
}
