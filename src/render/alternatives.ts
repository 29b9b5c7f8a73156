/** The n-best list of a sentence as choices, with the probability that the model gives each. */
import type { Language } from '../text/language.js';
import type { DrawnSentence } from './drawn.js';
import { bar } from './bar.js';
import { probabilityText } from './probability.js';
import { escapeXml } from './xml.js';

export interface AlternativesOptions {
  /** Counted from 1. */
  sentence: number;
  picked: number;
  target: Language;
  /** The address that shows a rank, or null where the text is too long for one. */
  linkOf: (rank: number) => string | null;
  /** The form's field that picks a rank where there is no address for it. */
  picksOf: (rank: number) => string;
}

function choice(content: string, rank: number, options: AlternativesOptions): string {
  const { sentence, picked, linkOf, picksOf } = options;
  const link = linkOf(rank);
  const marks = `class="alternative" data-pick="${rank}" data-sentence="${sentence}"${rank === picked ? ' aria-current="true"' : ''}`;
  return link === null
    ? `<button type="submit" form="translator" name="pick" value="${picksOf(rank)}" ${marks}>${content}</button>`
    : `<a href="${escapeXml(link)}" ${marks}>${content}</a>`;
}

/** Choices, best first; nothing where there is only one. Texts that say the same are one choice. */
export function alternativesList({ hypotheses }: DrawnSentence, options: AlternativesOptions): string {
  const distinct = hypotheses
    .map((hypothesis, rank) => ({ ...hypothesis, rank }))
    .filter(({ text }, index) => hypotheses.findIndex((other) => other.text === text) === index);
  if (distinct.length < 2) return '';
  const most = Math.max(...distinct.map(({ logProbability }) => Math.exp(logProbability)), Number.MIN_VALUE);
  const items = distinct.map(({ text, logProbability, rank }) => {
    const probability = Math.exp(logProbability);
    const content =
      `<span class="alternative-text" lang="${options.target}">${escapeXml(text)}</span>` +
      `<span class="alternative-probability">${bar(probability / most)}<span>${probabilityText(probability)}</span></span>`;
    return `<li>${choice(content, rank, options)}</li>`;
  });
  return (
    `<div class="alternatives"><p class="small-heading">Alternatives <span class="small-note">by probability for their length</span></p>` +
    `<ol>${items.join('')}</ol></div>`
  );
}
