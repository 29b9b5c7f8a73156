/** The page of one model in its parts: its scores in full, where it came from, its size, its own description. */
import { durationWords } from '../duration.js';
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';
import { compareLink } from './drawn-model.js';
import type { DrawnLink, DrawnModel } from './drawn-model.js';
import { scoreCell, TEST_NAMES } from './model-scores.js';
import { count, counted } from '../counted.js';
import { bytesText, linkOrName } from './parts.js';

export interface DrawnOtherScore {
  on: string;
  bleu: number;
  chrf: number;
}

export interface DrawnProvenance {
  model: DrawnModel;
  /** Parent, its parent, and so on. */
  ancestors: DrawnLink[];
  /** Whether the parent is still the version that this one came from; null without one. */
  isParentSame: boolean | null;
  /** SHA-256 of each version of data, in the order of the model's own list, with its weight. */
  hashes: { hash: string; weight: number }[];
  baseShare: number;
  seconds: number;
  /** Of the model's card. */
  version: string;
  corpora: { path: string; pairs: number; sha256: string }[];
  licences: string[];
}

/** All scores, with what they were measured on. */
export function scoresInFull(model: DrawnModel, others: readonly DrawnOtherScore[]): string {
  const rows = [
    ...model.tests.map((test) => {
      const pairs = test.pairs === null ? '' : ` · ${counted(test.pairs, 'pair')}`;
      const parent = model.parent;
      const compare =
        parent?.link && test.before
          ? `<td><a href="${escapeXml(compareLink(parent.name, model.name, test.id))}">Compare<span class="hidden"> on ${TEST_NAMES[test.kind]}</span></a></td>`
          : '<td></td>';
      return `<tr><th scope="row">${TEST_NAMES[test.kind]}<span class="hint">${escapeXml(test.name)}${pairs}</span></th>${scoreCell(test, 'bleu')}${scoreCell(test, 'chrf')}${compare}</tr>`;
    }),
    ...others.map(
      ({ on, bleu, chrf }) =>
        `<tr><th scope="row">${escapeXml(on)}</th><td><b>${bleu.toFixed(2)}</b></td><td><b>${chrf.toFixed(1)}</b></td><td></td></tr>`,
    ),
  ];
  if (rows.length === 0) return '<p class="hint">Nothing was measured yet.</p>';
  const beside = model.tests.some(({ before }) => before)
    ? `<p class="hint">Before each score that of its parent, behind it the difference. The own test tells what it learned, the base test what it forgot.</p>`
    : '';
  return (
    '<div class="table-room" tabindex="0" role="region" aria-label="All scores"><table class="table scores-in-full"><thead><tr>' +
    '<th scope="col">Test</th><th scope="col">BLEU</th><th scope="col">chrF</th><th><span class="hidden">More</span></th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table></div>${beside}`
  );
}

const fact = (name: string, value: string): string => `<div><dt>${name}</dt><dd>${value}</dd></div>`;
const hash = (text: string): string => `<code class="hash">${escapeXml(text)}</code>`;

/** Where a model came from, in full. */
export function provenanceList(shown: DrawnProvenance): string {
  const { model, ancestors, isParentSame, hashes, baseShare, seconds, version, corpora, licences } = shown;
  const data = model.data.map(
    (set, place) =>
      `<li>${linkOrName(set)} · ${counted(set.pairs, 'pair')}${hashes[place].weight === 1 ? '' : ` · weight ${hashes[place].weight}`}<br>${hash(hashes[place].hash)}</li>`,
  );
  const files = corpora.map(
    ({ path, pairs, sha256 }) => `<li>${escapeXml(path)} · ${counted(pairs, 'pair')}<br>${hash(sha256)}</li>`,
  );
  const chain = [escapeXml(model.name), ...ancestors.map((one) => linkOrName(one))].join(
    ' <span aria-hidden="true">←</span><span class="hidden"> from </span> ',
  );
  const changed =
    isParentSame === false ? ' <span class="badge warm">its parent has changed since</span>' : '';
  return [
    '<dl class="facts">',
    ...(ancestors.length > 0 ? [fact('Lineage', chain + changed)] : []),
    ...(model.registered === null ? [] : [fact('Registered', timeAgo(model.registered))]),
    ...(model.job ? [fact('Made by', linkOrName(model.job, 'this training was removed'))] : []),
    ...(seconds > 0 ? [fact('Training took', durationWords(seconds))] : []),
    ...(data.length > 0 ? [fact('Own data', `<ul>${data.join('')}</ul>`)] : []),
    ...(model.origin !== null && model.origin !== 'upload'
      ? [
          fact(
            'Base data',
            baseShare === 0 ? 'none mixed in' : `${Math.round(baseShare * 100)} % of what was read`,
          ),
        ]
      : []),
    ...(files.length > 0 && data.length === 0 ? [fact('Corpora', `<ul>${files.join('')}</ul>`)] : []),
    ...(licences.length > 0 ? [fact('Licences of its data', escapeXml(licences.join(', ')))] : []),
    fact('Version', hash(version)),
    '</dl>',
  ].join('');
}

export interface DrawnSize {
  parameters: number;
  sourceVocabulary: number;
  targetVocabulary: number;
  bytes: number;
  updates: number;
  /** One line. */
  architecture: string;
}

export function sizeList(size: DrawnSize): string {
  return (
    '<dl class="facts">' +
    fact('Parameters', count(size.parameters)) +
    fact(
      'Vocabularies',
      `${count(size.sourceVocabulary)} source pieces, ${count(size.targetVocabulary)} target pieces`,
    ) +
    fact('Architecture', escapeXml(size.architecture)) +
    fact('Updates in training', count(size.updates)) +
    fact('On the disk', bytesText(size.bytes)) +
    '</dl>'
  );
}

/** What a model, and the active one beside it, made of a text. */
export function triedTexts(
  tried: { name: string; text: string }[],
  { target, lookLink }: { target: string; lookLink: string | null },
): string {
  const texts = tried.map(
    ({ name, text }) =>
      `<div class="side"><p class="side-name">${escapeXml(name)}</p><p class="outcome-text" lang="${target}">${escapeXml(text)}</p></div>`,
  );
  const look =
    lookLink === null ? '' : `<p><a href="${escapeXml(lookLink)}">Look inside this translation</a></p>`;
  return `<div class="sides">${texts.join('')}</div>${look}`;
}
