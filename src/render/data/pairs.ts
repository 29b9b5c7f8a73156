/** Pairs of a data set: the list with what was searched marked, one that is edited, the way through the pages. */
import { escapeXml } from '../xml.js';
import { counted } from '../counted.js';

export interface DrawnPair {
  id: number;
  ko: string;
  en: string;
}

/** Where in a data set the list is. */
export interface PairPlace {
  dataSet: number;
  /** The version that is looked at, or null for the latest, which alone can be changed. */
  version: number | null;
  search: string;
  offset: number;
}

export interface DrawnPairs {
  /** All that fit. */
  total: number;
  pairs: DrawnPair[];
}

/** Pairs on a page of the list. */
export const PAIRS_IN_A_PAGE = 50;

/** The address of a place, without what is at its default. */
export function placeLink({ dataSet, version, search, offset }: PairPlace): string {
  const query = new URLSearchParams();
  if (version !== null) query.set('version', String(version));
  if (search !== '') query.set('search', search);
  if (offset > 0) query.set('offset', String(offset));
  const text = query.toString();
  return `/data/${dataSet}${text === '' ? '' : `?${text}`}`;
}

const asPattern = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A text with the words of a search marked, in any case. */
export function markedWords(text: string, search: string): string {
  const words = search.trim().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return escapeXml(text);
  const longestFirst = words.sort((a, b) => b.length - a.length).map(asPattern);
  return text
    .split(new RegExp(`(${longestFirst.join('|')})`, 'giu'))
    .map((part, i) => (i % 2 === 1 ? `<mark>${escapeXml(part)}</mark>` : escapeXml(part)))
    .join('');
}

const icon = (path: string): string =>
  `<svg viewBox="0 0 20 20" width="17" height="17" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`;
const PENCIL = icon('m4 16 .8-3.4L13.4 4l2.6 2.6-8.6 8.6zM11.6 5.8l2.6 2.6');
const BIN = icon('M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10');

/** A text for a label, short. */
const short = (text: string): string => escapeXml(Array.from(text).slice(0, 40).join(''));

function pairItem(pair: DrawnPair, place: PairPlace): string {
  const { id, ko, en } = pair;
  const query = new URLSearchParams({ back: placeLink(place) }).toString();
  const actions =
    place.version === null
      ? `<p class="pair-actions"><a class="icon" href="/data/${place.dataSet}/pairs/${id}?${escapeXml(query)}" data-edit="${id}" aria-label="Edit ${short(ko)}" title="Edit">${PENCIL}</a>` +
        `<button type="button" class="icon scripted-only" data-remove="${id}" aria-label="Delete ${short(ko)}" title="Delete">${BIN}</button></p>`
      : '';
  return (
    `<li class="pair" data-pair="${id}"><p class="pair-side" lang="ko">${markedWords(ko, place.search)}</p>` +
    `<p class="pair-side" lang="en">${markedWords(en, place.search)}</p>${actions}</li>`
  );
}

/** The two fields of a pair, side by side where there is room. @param prefix of their ids */
export function pairFields({ ko, en }: Pick<DrawnPair, 'ko' | 'en'>, prefix: string): string {
  const field = (name: 'ko' | 'en', label: string, value: string): string =>
    `<div class="field"><label for="${prefix}-${name}">${label}</label>` +
    `<textarea class="text" id="${prefix}-${name}" name="${name}" lang="${name}" rows="2" required spellcheck="false">\n${escapeXml(value)}</textarea></div>`;
  return `<div class="pair-fields">${field('ko', 'Korean', ko)}${field('en', 'English', en)}</div>`;
}

/** The inside of a pair that is edited in its place. */
export function pairEditing(pair: DrawnPair, { dataSet }: Pick<PairPlace, 'dataSet'>): string {
  return (
    `<form class="pair-form" method="post" action="/v1/data/${dataSet}/pairs/${pair.id}" data-save="${pair.id}">${pairFields(pair, 'edit')}` +
    '<div class="actions"><button class="primary" type="submit">Save</button><button class="secondary" type="button" data-cancel>Cancel</button>' +
    '<span class="hint">Enter saves, Escape leaves it as it was</span></div><div data-failure></div></form>'
  );
}

/** What asks in the place of a pair's buttons whether it is to go. */
export const pairRemoving = ({ id }: Pick<DrawnPair, 'id'>): string =>
  `<div class="pair-asking" role="group" aria-label="Delete this pair?"><span>Delete this pair?</span>` +
  `<button class="remove" type="button" data-removed="${id}">Delete</button><button class="secondary" type="button" data-cancel>Keep it</button><div data-failure></div></div>`;

/** How many were found, and where in them the page is. */
export function foundLine({ total }: Pick<DrawnPairs, 'total'>, { search }: Pick<PairPlace, 'search'>): string {
  if (search.trim() === '') return counted(total, 'pair');
  return total === 0 ? `No pair has “${search.trim()}”` : `${counted(total, 'pair')} with “${search.trim()}”`;
}

/** The list, or why there is nothing in it. */
export function pairList({ pairs }: DrawnPairs, place: PairPlace): string {
  if (pairs.length > 0) {
    return `<ol class="pairs">${pairs.map((pair) => pairItem(pair, place)).join('')}</ol>`;
  }
  const { dataSet, version } = place;
  const all = placeLink({ dataSet, version, search: '', offset: 0 });
  return (
    '<div class="empty"><p>All words must be there, on either side; parts of words count.</p>' +
    `<p><a href="${escapeXml(all)}" data-place="0" data-clear>Show all pairs</a></p></div>`
  );
}

/** Links to the first, previous, next and last page; nothing where one page holds all. */
export function pager({ total }: Pick<DrawnPairs, 'total'>, place: PairPlace): string {
  if (total <= PAIRS_IN_A_PAGE) return '';
  const { offset } = place;
  const last = Math.floor((total - 1) / PAIRS_IN_A_PAGE) * PAIRS_IN_A_PAGE;
  const link = (name: string, to: number): string =>
    to === offset || to < 0 || to > last
      ? `<span class="pager-off" aria-hidden="true">${name}</span>`
      : `<a href="${escapeXml(placeLink({ ...place, offset: to }))}" data-place="${to}">${name}</a>`;
  const until = Math.min(total, offset + PAIRS_IN_A_PAGE);
  const where = `${(offset + 1).toLocaleString('en')}–${until.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return (
    `<div class="pager" role="group" aria-label="Pages of the list">${link('First', 0)}${link('Previous', offset === 0 ? -1 : Math.max(0, offset - PAIRS_IN_A_PAGE))}` +
    `<span class="pager-where">${where}</span>${link('Next', offset + PAIRS_IN_A_PAGE)}${link('Last', last)}</div>`
  );
}
