/** What a model reached on its own test and on the base test, beside what its parent did. */
import { escapeXml } from '../xml.js';
import type { DrawnModel, DrawnScores, DrawnTest } from './drawn-model.js';
import { differenceText, scoreText } from './parts.js';

export const TEST_NAMES: Record<DrawnTest['kind'], string> = { own: 'Own test', base: 'Base test' };

/** Points lost on the base test that keep a model from being promoted unasked. */
const TOLERANCE: DrawnScores = { bleu: 1, chrf: 2 };
/** Differences below this are rounding. */
const NOTICEABLE = 0.1;

/** How a difference is to be taken. */
function judgement(kind: DrawnTest['kind'], metric: keyof DrawnScores, difference: number): string {
  if (difference >= NOTICEABLE) return ' gained';
  const allowed = kind === 'base' ? TOLERANCE[metric] : NOTICEABLE;
  return difference <= -allowed ? ' lost' : '';
}

/** A score with that of the parent before it and the difference behind it. */
export function scoreCell({ kind, before, ...scores }: DrawnTest, metric: keyof DrawnScores): string {
  const score = `<b>${scoreText(scores[metric])}</b>`;
  if (!before) return `<td>${score}</td>`;
  const difference = scores[metric] - before[metric];
  return (
    `<td><span class="before">${scoreText(before[metric])} <span aria-hidden="true">→</span><span class="hidden">to</span></span> ` +
    `${score} <span class="difference${judgement(kind, metric, difference)}">${differenceText(difference)}</span></td>`
  );
}

/** The scores as a small table; one line where none were measured. */
export function scoreTable({ name, tests, parent }: Pick<DrawnModel, 'name' | 'tests' | 'parent'>): string {
  if (tests.length === 0) return '<p class="hint">Not measured yet; compare it with another model.</p>';
  const rows = tests.map(
    (test) =>
      `<tr><th scope="row">${TEST_NAMES[test.kind]}</th>${scoreCell(test, 'bleu')}${scoreCell(test, 'chrf')}</tr>`,
  );
  const beside = parent && tests.some(({ before }) => before) ? `, from those of ${parent.name}` : '';
  return (
    `<table class="scores"><caption class="hidden">Scores of ${escapeXml(name + beside)}</caption>` +
    `<thead><tr><th><span class="hidden">Test</span></th><th scope="col">BLEU</th><th scope="col">chrF</th></tr></thead>` +
    `<tbody>${rows.join('')}</tbody></table>`
  );
}
