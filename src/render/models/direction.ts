/** The models of one direction: the one that translates it now, and under it all there are with their lineage. */
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';
import { modelLink } from './drawn-model.js';
import type { DrawnDirection } from './drawn-model.js';
import { lineage, lineageWidth } from './lineage.js';
import { scoreTable } from './model-scores.js';
import { postForm } from './parts.js';
import { versionRow } from './version.js';

/** The way back: a button that names the model that it goes to. */
export function rollbackForm(
  { source, target }: Pick<DrawnDirection, 'source' | 'target'>,
  before: string,
): string {
  const back = `/models?${new URLSearchParams({ rolled: `${source}-${target}` }).toString()}`;
  return postForm(
    '/v1/registry/rollback',
    { source, target, back },
    { label: `Roll back to ${before}`, className: 'secondary', about: `${source}-${target}` },
  );
}

/** The address of the text page with a model chosen. */
export const textLink = (source: string, model: string): string =>
  `/?${new URLSearchParams({ source, model }).toString()}`;

function activeCard({ models, before, since, ...direction }: DrawnDirection): string {
  const active = models.find((model) => model.active);
  if (!active) return '';
  const { name } = active;
  const time = since === null ? 'since the beginning' : `since it was promoted, ${timeAgo(since)}`;
  const back = before === null ? '' : rollbackForm(direction, before);
  return (
    `<div class="card active-model" id="active-${direction.source}" data-of="${direction.source}-${direction.target}"><div class="active-says"><p class="hint">Translates now</p>` +
    `<p class="active-name"><a href="${escapeXml(modelLink(name))}">${escapeXml(name)}</a></p><p class="hint">${time}</p>` +
    `<div class="actions"><a class="primary" href="${escapeXml(textLink(direction.source, name))}">Translate with it</a>${back}</div>` +
    '<div class="version-work" data-work aria-live="polite"></div></div>' +
    `<div class="active-scores">${scoreTable(active)}</div></div>`
  );
}

const FIRST_STEPS =
  '<p class="first-steps">None of your own yet. Bring your pairs to <a href="/data">Data</a>, then let <a href="/training">Training</a> make a model that knows them; it will stand here beside the one it came from.</p>';

/** A section of the page. */
export function directionSection(direction: DrawnDirection): string {
  const { source, target, name, models } = direction;
  const rows = lineage(models.map((model) => ({ name: model.name, parent: model.parent?.name ?? null })));
  const width = lineageWidth(rows);
  const items = models.map((model, place) => versionRow(model, { direction, row: rows[place], width }));
  const isOwn = models.some(({ place }) => place !== 'shipped');
  const compare =
    models.length > 1
      ? `<a href="/models/compare?from=${source}">Compare two<span class="hidden"> from ${escapeXml(name)}</span></a>`
      : '';
  const id = `${source}-${target}`;
  return (
    `<section class="section" aria-labelledby="${id}"><div class="section-head"><h2 id="${id}">${escapeXml(name)}</h2>${compare}</div>` +
    `${activeCard(direction)}<ol class="versions">${items.join('')}</ol>${isOwn ? '' : FIRST_STEPS}</section>`
  );
}

/** What stands where no model is installed at all. */
export const noModels = (): string =>
  '<div class="empty"><p>There is no model yet. Train one from scratch on the page for <a href="/training">Training</a>, or upload a model file below.</p></div>';
