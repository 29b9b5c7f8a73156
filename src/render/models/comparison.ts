/** Two models on one test set: who is better by how much and how surely, and the sentences that tell why. */
import type { Language } from '../../text/language.js';
import { changedText } from '../outcome.js';
import { pageLink } from '../page-link.js';
import { escapeXml } from '../xml.js';
import { chanceText, SIGNIFICANT, verdictText } from './chance.js';
import type { DrawnDifference } from './chance.js';
import { count, counted } from '../counted.js';
import { differenceText, scoreText } from './parts.js';

export interface DrawnMeasure {
  score: number;
  /** 95 % of bootstrap samples lie between these. */
  confidence?: { low: number; high: number };
}

type Metric = 'bleu' | 'chrf' | 'ter';

export type DrawnSystem = Record<Metric, DrawnMeasure> & {
  name: string;
  comparison?: Record<Metric, DrawnDifference>;
};

export interface DrawnChange {
  source: string;
  reference: string;
  before: string;
  beforeScore: number;
  after: string;
  afterScore: number;
}

export interface DrawnComparison {
  test: { id: string; name: string };
  sentences: number;
  systems: DrawnSystem[];
  changes: { better: number; worse: number; same: number };
  better: DrawnChange[];
  worse: DrawnChange[];
}

export interface ComparisonOptions {
  source: Language;
  target: Language;
  /** The address that shows as many sentences each. */
  linkTo: (examples: number) => string;
}

const METRICS: { key: Metric; name: string; lowerIsBetter: boolean; hint: string }[] = [
  { key: 'chrf', name: 'chrF', lowerIsBetter: false, hint: 'letters in common' },
  { key: 'bleu', name: 'BLEU', lowerIsBetter: false, hint: 'words in common' },
  { key: 'ter', name: 'TER', lowerIsBetter: true, hint: 'edits needed; less is better' },
];

/** Sentences that a page shows of each side at most. */
export const MOST_EXAMPLES = 200;

function measureCell({ score, confidence }: DrawnMeasure): string {
  const interval = confidence
    ? ` <span class="interval">${scoreText(confidence.low)}–${scoreText(confidence.high)}</span>`
    : '';
  return `<td class="number"><b>${scoreText(score)}</b>${interval}</td>`;
}

function metricRow(
  { key, name, lowerIsBetter, hint }: (typeof METRICS)[number],
  systems: DrawnSystem[],
): string {
  const [first, second] = systems;
  const compared = second.comparison?.[key];
  const sure = compared && compared.p < SIGNIFICANT && compared.difference !== 0;
  const isBetter = compared && compared.difference > 0 !== lowerIsBetter;
  const difference = compared
    ? `<td class="number"><span class="difference${sure ? (isBetter ? ' gained' : ' lost') : ''}">${differenceText(compared.difference)}</span></td><td>${compared.difference === 0 ? '—' : chanceText(compared.p)}</td>`
    : '<td></td><td></td>';
  return (
    `<tr><th scope="row">${name}<span class="hint"> ${hint}</span></th>` +
    `${measureCell(first[key])}${measureCell(second[key])}${difference}</tr>`
  );
}

/** How many sentences got better and worse, as one bar. */
function changesBar({ better, worse, same }: DrawnComparison['changes']): string {
  const total = Math.max(1, better + worse + same);
  const share = (number: number): string => ((100 * number) / total).toFixed(2);
  return (
    '<svg class="changes" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">' +
    `<rect class="changes-better" width="${share(better)}" height="8"/>` +
    `<rect class="changes-same" x="${share(better)}" width="${share(same)}" height="8"/>` +
    `<rect class="changes-worse" x="${share(better + same)}" width="${share(worse)}" height="8"/></svg>`
  );
}

function side(name: string, text: string, other: string, score: number, options: ComparisonOptions): string {
  const { source: _source, target } = options;
  return (
    `<div class="side"><p class="side-name">${escapeXml(name)} <span class="hint">chrF ${scoreText(score)}</span></p>` +
    `${text === '' ? '<p class="hint">Nothing was written.</p>' : changedText(text, other, target)}</div>`
  );
}

/** A sentence with both translations; its heatmaps are fetched where a script is asked for them. */
function sentence(change: DrawnChange, names: [string, string], options: ComparisonOptions): string {
  const { source, reference, before, beforeScore, after, afterScore } = change;
  const { source: from, target } = options;
  const difference = differenceText(afterScore - beforeScore);
  const looks = names.map((name) => {
    const link = pageLink({ text: source, source: from, model: name });
    return link === null ? '' : `<a href="${escapeXml(link)}">inside ${escapeXml(name)}</a>`;
  });
  return (
    `<li class="compared"><div class="compared-head"><p class="compared-source" lang="${from}">${escapeXml(source)}</p>` +
    `<span class="difference ${afterScore >= beforeScore ? 'gained' : 'lost'}">${difference}</span></div>` +
    `<p class="compared-reference"><span class="hint">Reference</span> <span lang="${target}">${escapeXml(reference)}</span></p>` +
    `<div class="sides">${side(names[0], before, after, beforeScore, options)}${side(names[1], after, before, afterScore, options)}</div>` +
    `<details class="compared-attention scripted-only" data-attention="${escapeXml(source)}"><summary>Where they looked</summary><div data-heatmaps aria-live="polite"></div></details>` +
    `<p class="hint compared-links">Look ${looks.filter((look) => look !== '').join(', ')}</p></li>`
  );
}

function sentences(
  heading: string,
  { shown, all }: { shown: DrawnChange[]; all: number },
  names: [string, string],
  options: ComparisonOptions,
): string {
  const more =
    shown.length < Math.min(all, MOST_EXAMPLES)
      ? `<p><a href="${escapeXml(options.linkTo(Math.min(MOST_EXAMPLES, Math.max(50, shown.length * 3))))}">Show more of the ${count(all)}</a></p>`
      : '';
  const body =
    shown.length === 0
      ? '<p class="hint">None.</p>'
      : `<ol class="compared-list">${shown.map((change) => sentence(change, names, options)).join('')}</ol>${more}`;
  return `<section class="section"><div class="section-head"><h2>${heading}</h2><span class="hint">${counted(all, 'sentence')}, the greatest change first</span></div>${body}</section>`;
}

/** The whole comparison. */
export function comparisonView(comparison: DrawnComparison, options: ComparisonOptions): string {
  const { systems, changes, better, worse, test } = comparison;
  const names: [string, string] = [systems[0].name, systems[1].name];
  const chrf = systems[1].comparison?.chrf ?? { difference: 0, p: 1 };
  const { better: gained, worse: lost, same } = changes;
  return (
    `<section class="section" aria-labelledby="compared-name"><h2 id="compared-name" tabindex="-1">${escapeXml(verdictText(names, chrf))}</h2>` +
    `<p class="hint">By chrF on ${escapeXml(test.name)}, ${counted(comparison.sentences, 'sentence')}.</p>` +
    '<div class="table-room" tabindex="0" role="region" aria-label="Scores"><table class="table measures"><thead><tr><th scope="col">Measure</th>' +
    names.map((name) => `<th scope="col" class="number">${escapeXml(name)}</th>`).join('') +
    '<th scope="col" class="number">Difference</th><th scope="col">By chance</th></tr></thead>' +
    `<tbody>${METRICS.map((metric) => metricRow(metric, systems)).join('')}</tbody></table></div>` +
    '<p class="hint">In small print, where 95 % of the scores lie if sentences are drawn anew. “By chance” is how often two equal models would differ so much (paired bootstrap); what comes in 1 of 20 cases or more says nothing.</p>' +
    `<p class="changes-line">Of ${counted(comparison.sentences, 'sentence')}, ${escapeXml(names[1])} translates <b>${count(gained)} better</b>, ${count(same)} as before and <b>${count(lost)} worse</b>.</p>${changesBar(changes)}</section>` +
    sentences(`Better with ${escapeXml(names[1])}`, { shown: better, all: gained }, names, options) +
    sentences(`Worse with ${escapeXml(names[1])}`, { shown: worse, all: lost }, names, options)
  );
}
