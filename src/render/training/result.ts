/** What came of a training: the new model beside the one that it began with, on both tests, in numbers and in words. */
import { escapeXml } from '../xml.js';
import type { Measured, MeasuredScores, TrainingHistory } from './history.js';

const TEST_NAMES: Record<Measured['test'], string> = { own: 'Your own test', base: 'The base test' };

/** Losses from which a promotion refuses, and those that are hardly noticed. */
const REFUSED = { bleu: 1, chrf: 2 };
const NOTICED = { bleu: 0.3, chrf: 0.6 };

const signed = (difference: number, digits: number): string =>
  `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(digits)}`;

type Change = Record<keyof MeasuredScores, number>;

function changeOf({ bleu, chrf, before }: Measured): Change | null {
  return before && { bleu: bleu.score - before.bleu.score, chrf: chrf.score - before.chrf.score };
}

function ownWords(test: Measured, change: Change): string {
  const few = test.pairs < 50 ? ` With ${test.pairs} sentences that is a rough measure.` : '';
  if (change.chrf >= 2) {
    return `It learned: on sentences like yours that it had not seen, chrF rose by ${change.chrf.toFixed(1)}.${few}`;
  }
  if (change.chrf <= -2)
    return `It got worse on sentences like yours: chrF fell by ${(-change.chrf).toFixed(1)}.${few}`;
  return `On sentences like yours little changed (chrF ${signed(change.chrf, 1)}): it may need more pairs, or more updates.${few}`;
}

function baseWords({ bleu, chrf }: Change): string {
  if (bleu <= -REFUSED.bleu || chrf <= -REFUSED.chrf) {
    return 'It forgot: everyday sentences suffer, and promotion will refuse it unless it is forced. A larger share of base data, or fewer updates, keep more.';
  }
  if (bleu <= -NOTICED.bleu || chrf <= -NOTICED.chrf)
    return 'It forgot a little of everyday sentences, within what promotion lets pass.';
  return 'It forgot nothing that the base test would show.';
}

function words(test: Measured): string {
  const change = changeOf(test);
  const line =
    change === null
      ? `${TEST_NAMES[test.test]}: ${test.pairs.toLocaleString('en')} sentences; there is no model to hold it against.`
      : test.test === 'own'
        ? ownWords(test, change)
        : baseWords(change);
  return `<p>${line}</p>`;
}

/** `31.7 → 81.5 +49.8` */
function cell(test: Measured, key: keyof Change, digits: number): string {
  const now = `<b>${test[key].score.toFixed(digits)}</b>`;
  const change = changeOf(test);
  if (!test.before || !change) return `<td>${now}</td>`;
  const kind = Math.abs(change[key]) < NOTICED[key] ? '' : change[key] > 0 ? ' better' : ' worse';
  return (
    `<td><span class="shift-values">${test.before[key].score.toFixed(digits)} <span aria-label="to">→</span> ${now}</span> ` +
    `<span class="shift${kind}">${signed(change[key], digits)}</span></td>`
  );
}

function row(test: Measured): string {
  return (
    `<tr><th scope="row">${TEST_NAMES[test.test]}<br><span class="hint">${escapeXml(test.name)}, ${test.pairs.toLocaleString('en')} sentences</span></th>` +
    `${cell(test, 'chrf', 1)}${cell(test, 'bleu', 2)}</tr>`
  );
}

/** @param parent name of the model that it began with; null from scratch */
function scoresTable(measured: Measured[], parent: string | null): string {
  const names = ['Test', 'chrF', 'BLEU'].map((name) => `<th scope="col">${name}</th>`).join('');
  return (
    '<div class="table-room" tabindex="0" role="region" aria-label="Scores"><table class="table training-scores-table">' +
    `<caption class="hidden">Scores of the new model${parent === null ? '' : ` beside those of ${escapeXml(parent)}`}</caption>` +
    `<thead><tr>${names}</tr></thead><tbody>${measured.map(row).join('')}</tbody></table></div>`
  );
}

type Concluded = Pick<TrainingHistory, 'measured' | 'model'>;

/** The end of a training: nothing as long as nothing was measured. */
export function trainingResult({ measured, model }: Concluded, parent: string | null): string {
  if (measured.length === 0) return '';
  const sorted = [...measured].sort((a, b) => (a.test === b.test ? 0 : a.test === 'own' ? -1 : 1));
  const link =
    model === null
      ? '<p class="hint">More is being measured; then the model is registered.</p>'
      : `<p class="actions"><a class="primary" href="/models/${encodeURIComponent(model)}">See ${escapeXml(model)}</a> <span class="hint">There it can be compared, promoted and downloaded. Until then everything is translated as before.</span></p>`;
  const from = parent === null ? '' : ` beside ${escapeXml(parent)}, which it began with`;
  return (
    `<section class="section" aria-labelledby="result-name"><div class="section-head"><h2 id="result-name">What came of it</h2></div>` +
    `<p class="hint training-result-lead">${model === null ? 'The new model' : escapeXml(model)}${from}.</p>` +
    `${scoresTable(sorted, parent)}<div class="training-words">${sorted.map(words).join('')}</div>${link}</section>`
  );
}
