/** One model in the list of its direction: what it is, where it came from, what it reached, what can be done with it. */
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';
import { compareLink, modelId, modelLink } from './drawn-model.js';
import type { DrawnDirection, DrawnModel } from './drawn-model.js';
import { lineageSvg } from './lineage.js';
import type { LineageRow } from './lineage.js';
import { scoreTable } from './model-scores.js';
import { count, counted } from '../counted.js';
import { asking, bytesText, linkOrName, modelBadges, postForm } from './parts.js';

/** Where a model came from, in a sentence. */
export function originText({ origin, parent, data, job, place, updates }: DrawnModel): string {
  const read = data.map((set) => `${linkOrName(set)} (${counted(set.pairs, 'pair')})`).join(', ');
  const by = job ? ` by ${linkOrName(job, 'this training was removed')}` : '';
  if (origin === 'fine-tuning' && parent) {
    return `Fine-tuned from ${linkOrName(parent)}${read === '' ? '' : ` with ${read}`}${by}`;
  }
  if (origin === 'training') return `Trained from scratch${read === '' ? '' : ` with ${read}`}${by}`;
  if (origin === 'upload') {
    const from = parent ? `, fine-tuned from ${linkOrName(parent)}` : '';
    return `Uploaded as a file${from}${read === '' ? '' : `, with ${read}`}`;
  }
  const made = `${count(updates)} updates`;
  return place === 'shipped' ? `Comes with Ieum; ${made}` : `From a folder of this machine; ${made}`;
}

/** The form that promotes a model. */
export const promoteForm = (
  { name }: Pick<DrawnModel, 'name'>,
  { force = false, className = 'secondary', label = 'Promote' } = {},
): string =>
  postForm(`${modelLink(name)}/promote`, force ? { force: 'true' } : {}, {
    label,
    className,
    about: name,
    promotes: true,
  });

/** The question before a model is deleted, and its form. */
export function deleteAsking({ name }: Pick<DrawnModel, 'name'>): string {
  const form = postForm(
    `/v1/registry/${encodeURIComponent(name)}/delete`,
    { back: `/models?${new URLSearchParams({ removed: name }).toString()}` },
    { label: `Delete ${name}`, className: 'remove', about: name },
  );
  const question = `Delete ${name} for good? Its files go from this machine; download it first if you may want it again.`;
  return asking({ label: 'Delete', className: 'quiet' }, question, form);
}

export const downloadLink = ({ name }: Pick<DrawnModel, 'name'>): string =>
  `<a class="quiet" href="/v1/registry/${encodeURIComponent(name)}/download" download>Download<span class="hidden"> ${escapeXml(name)}</span></a>`;

/** What can be done with a model, the active one of its direction beside it. */
export function versionActions(model: DrawnModel, active: DrawnModel | undefined): string {
  const { name } = model;
  const own = model.tests.find(({ kind }) => kind === 'own');
  const compared =
    active && active.name !== name
      ? `<a class="quiet" href="${escapeXml(compareLink(active.name, name, own?.id))}">Compare<span class="hidden"> ${escapeXml(`${name} with ${active.name}`)}</span></a>`
      : '';
  const promoted = model.active ? '' : promoteForm(model, { label: 'Promote' });
  const deleted = model.active || model.place !== 'registered' ? '' : deleteAsking(model);
  return `<div class="version-actions">${promoted}${compared}${downloadLink(model)}${deleted}</div>`;
}

/** A row of the list. */
export function versionRow(
  model: DrawnModel,
  { direction, row, width }: { direction: DrawnDirection; row: LineageRow; width: number },
): string {
  const { name, registered, bytes } = model;
  const active = direction.models.find((one) => one.active);
  const facts = [registered === null ? '' : timeAgo(registered), bytesText(bytes)].filter(
    (one) => one !== '',
  );
  return (
    `<li class="version${model.active ? ' active' : ''}" id="${modelId(name)}" data-of="${escapeXml(name)}">` +
    `<div class="version-lineage">${lineageSvg(row, { width, active: model.active })}</div>` +
    `<div class="version-head"><h3><a href="${escapeXml(modelLink(name))}">${escapeXml(name)}</a></h3>${modelBadges(model)}` +
    `<span class="hint">${facts.join(' · ')}</span></div>` +
    `<p class="version-origin">${originText(model)}</p>` +
    `<div class="version-scores">${scoreTable(model)}</div>` +
    versionActions(model, active) +
    '<div class="version-work" data-work aria-live="polite"></div></li>'
  );
}
