/** A suggestion that waits for review: the original, what the model had said, what is to stand there instead. */
import { changedWords } from '../changed-words.js';
import { LANGUAGE_NAMES } from '../drawn.js';
import { timeAgo } from '../time-ago.js';
import { escapeXml } from '../xml.js';

export interface DrawnCorrection {
  id: number;
  /** ISO 8601. */
  received: string;
  text: string;
  suggestion: string;
  /** `ko`, `en`, or `auto` where a program did not say. */
  source: string;
  target: string;
  /** What the model said; null where that is not known. */
  translation: string | null;
}

/** The words of `other`; those that `one` does not have stand in an element. */
function marked(one: string, other: string, element: 'ins' | 'del'): string {
  const runs: { changed: boolean; words: string[] }[] = [];
  for (const { text, changed } of changedWords(one, other)) {
    const last = runs.at(-1);
    if (last?.changed === changed) last.words.push(text);
    else runs.push({ changed, words: [text] });
  }
  return runs
    .map(({ changed, words }) => {
      const text = escapeXml(words.join(' '));
      return changed ? `<${element}>${text}</${element}>` : text;
    })
    .join(' ');
}

/** The original, the model's translation and the suggestion, with the words that differ marked. */
export function comparedTexts({
  text,
  suggestion,
  target,
  translation,
}: Pick<DrawnCorrection, 'text' | 'suggestion' | 'target' | 'translation'>): string {
  const source = target === 'en' ? 'ko' : 'en';
  const line = (name: string, lang: string, html: string): string =>
    `<div><dt>${name}</dt><dd lang="${lang}">${html}</dd></div>`;
  const same = translation !== null && translation.trim() === suggestion.trim();
  const said =
    translation === null
      ? ''
      : line('The model', target, same ? escapeXml(translation) : marked(suggestion, translation, 'del'));
  const better = translation === null ? escapeXml(suggestion) : marked(translation, suggestion, 'ins');
  return (
    `<dl class="compared">${line('Original', source, escapeXml(text))}${said}${line('Suggested', target, better)}</dl>` +
    (same ? '<p class="hint">The model says the same.</p>' : '')
  );
}

export interface ReviewPlace {
  /** Names of data sets that an approved one may go to. */
  names: string[];
  /** The name that is chosen. */
  chosen: string;
  /** Where a form without a script leads afterwards. */
  back: string;
}

function editing({ id, text, suggestion, target }: DrawnCorrection): string {
  const source = target === 'en' ? 'ko' : 'en';
  const field = (name: string, label: string, lang: string, value: string): string =>
    `<div class="field"><label for="${name}-${id}">${label}</label>` +
    `<textarea class="text" id="${name}-${id}" name="${name}" lang="${lang}" rows="2" required spellcheck="false">\n${escapeXml(value)}</textarea></div>`;
  return (
    '<details class="correction-edit"><summary class="quiet">Edit first</summary><div class="pair-fields">' +
    field('text', 'Original', source, text) +
    field('suggestion', 'Translation', target, suggestion) +
    '</div></details>'
  );
}

/** A suggestion with what can be done about it: approve as it is or edited, or reject. */
export function correctionCard(
  correction: DrawnCorrection,
  { names, chosen, back }: ReviewPlace,
  now: Date = new Date(),
): string {
  const { id, source, target, received } = correction;
  const from = LANGUAGE_NAMES[target === 'en' ? 'ko' : 'en'];
  const to = LANGUAGE_NAMES[target === 'en' ? 'en' : 'ko'];
  const options = names.map(
    (name) => `<option${name === chosen ? ' selected' : ''}>${escapeXml(name)}</option>`,
  );
  const said =
    correction.translation === null ? '' : ` data-said="${escapeXml(correction.translation)}"`;
  const hidden = `<input type="hidden" name="back" value="${escapeXml(back)}">`;
  return (
    `<li class="card correction" tabindex="0" data-correction="${id}"${said} aria-label="Suggestion ${id}">` +
    `<p class="correction-head"><span>${from} to ${to}</span><span>${timeAgo(received, now)}</span></p>` +
    `<div class="correction-texts" data-texts data-target="${escapeXml(target)}" data-source="${escapeXml(source)}">${comparedTexts(correction)}</div>` +
    `<form class="correction-form" method="post" action="/v1/corrections/${id}/approve" data-approve="${id}">${hidden}${editing(correction)}` +
    `<div class="actions"><button class="primary" type="submit">Approve</button>` +
    `<button class="secondary" type="submit" formaction="/v1/corrections/${id}/reject" formnovalidate data-reject="${id}">Reject</button>` +
    `<label class="correction-set">into <select name="dataSet">${options.join('')}</select></label></div><div data-failure></div></form></li>`
  );
}

/** What stands where nothing waits. */
export function noCorrections(): string {
  return (
    '<div class="empty"><p>Nothing waits for review.</p>' +
    '<p>Under each translation stands <b>Suggest a better translation</b>. What is sent in there comes here first; what you approve becomes a pair to train with.</p>' +
    '<p><a href="/">Translate something</a></p></div>'
  );
}
