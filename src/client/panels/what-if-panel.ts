/** What if: another word at a place, source words that may not be looked at, another temperature. */
import type { DrawnSentence } from '../../render/drawn.js';
import { gridOf } from '../../render/grid.js';
import { changedText, outcomeNote, outcomePicture } from '../../render/outcome.js';
import { pieceChoice } from '../../render/piece-choice.js';
import { probabilityText } from '../../render/probability.js';
import { pieceHtml } from '../../render/piece-name.js';
import { escapeXml } from '../../render/xml.js';
import { closest, fill } from '../page.js';
import type { PageStore } from '../state.js';
import { Loader } from './loader.js';
import { questionOf, subjectOf } from './subject.js';
import type { Subject } from './subject.js';

const loader = new Loader<DrawnSentence>('/v1/continue');
/** Milliseconds after a change before the model is asked again. */
const PAUSE = 250;
const CANDIDATES = 5;

function field<T extends HTMLElement>(panel: HTMLElement, name: string, kind: new () => T): T | null {
  const found = panel.querySelector(`[name="${name}"]`);
  return found instanceof kind ? found : null;
}

const checkedIn = (panel: HTMLElement, name: string): number[] =>
  [...panel.querySelectorAll<HTMLInputElement>(`input[name^="${name}"]:checked`)].map(({ value }) =>
    Number(value),
  );

/** The form: everything that can be otherwise. */
function frame({ sentence, hypothesis, source, target, number }: Subject, position: number | null): string {
  const pieces = pieceChoice(hypothesis.pieces, {
    name: `place-${number}`,
    legend: 'Keep what stands before, and from here on…',
    language: target,
    kind: 'radio',
    chosen: position === null ? [] : [position],
  });
  const words = gridOf(sentence, hypothesis, 'words').columns;
  const sources = pieceChoice(
    words.map(({ text }) => text),
    {
      name: `forbidden-${number}`,
      legend: 'Source words that it may not look at',
      language: source,
      kind: 'checkbox',
      chosen: [],
    },
  );
  return (
    `<div class="what-if-sides"><form class="what-if" data-what-if>${pieces}<div class="next-pieces" data-next></div>` +
    `<p class="field"><label for="word-${number}">…or write a beginning of your own</label><input type="text" id="word-${number}" name="word" lang="${target}" autocomplete="off" spellcheck="false"></p>${sources}` +
    `<div class="field-row"><p class="field"><label for="temperature-${number}">Temperature <output data-temperature>1.0</output></label>` +
    `<input type="range" id="temperature-${number}" name="temperature" min="0.1" max="2" step="0.1" value="1" autocomplete="off"></p>` +
    `<p class="field"><label class="check"><input type="checkbox" name="sample" autocomplete="off"> <span>Draw each piece by chance</span></label></p>` +
    '<button type="button" class="secondary" data-draw hidden>Draw again</button></div></form>' +
    '<div class="panel-result" data-result aria-live="polite"></div></div>'
  );
}

/** Pieces that could stand at the chosen place. */
function nextPieces({ hypothesis, target }: Subject, position: number | null, next: string | null): string {
  const candidates = position === null ? [] : (hypothesis.candidates?.[position] ?? []);
  if (candidates.length === 0) return '';
  const choices = candidates.map(
    ({ piece, probability }) =>
      `<button type="button" class="next-piece" data-next-piece="${escapeXml(piece)}" aria-pressed="${piece === next}">` +
      `<span lang="${target}">${pieceHtml(piece)}</span> <span class="readout-percent">${probabilityText(probability)}</span></button>`,
  );
  return `<p class="small-heading">…go on with</p><p class="next-list">${choices.join('')}</p>`;
}

let seed = 1;
let timer: ReturnType<typeof setTimeout> | undefined;

/** The question that the form asks, or null while it asks for nothing else than what is shown. */
function question(panel: HTMLElement, subject: Subject, store: PageStore): object | null {
  const { position, next } = store.state;
  const columns = gridOf(subject.sentence, subject.hypothesis, 'words').columns;
  const forbiddenSource = checkedIn(panel, 'forbidden').flatMap((index) => {
    const { start, end } = columns[index];
    return Array.from({ length: end - start }, (_, piece) => start + piece);
  });
  const word = field(panel, 'word', HTMLInputElement)?.value.trim() ?? '';
  const temperature = Number(field(panel, 'temperature', HTMLInputElement)?.value ?? 1);
  const sample = field(panel, 'sample', HTMLInputElement)?.checked ?? false;
  const asks = next !== null || word !== '' || forbiddenSource.length > 0 || temperature !== 1 || sample;
  if (!asks) return null;
  const kept = position === null ? [] : subject.hypothesis.pieces.slice(0, position);
  return {
    ...questionOf(subject),
    prefix: word === '' && next !== null ? [...kept, next] : kept,
    ...(word !== '' && { prefixText: word }),
    forbiddenSource,
    temperature,
    candidates: CANDIDATES,
    ...(sample ? { sample, seed, beam: 1 } : {}),
  };
}

function outcome(subject: Subject, store: PageStore, found: DrawnSentence): string {
  const { hypothesis, source, target } = subject;
  const [best] = found.hypotheses;
  const same = best.text === hypothesis.text;
  const { units, scale } = store.state;
  const options = { source, target, units, scale, id: 'what-if', name: 'what if' };
  return (
    `<h3 class="small-heading">${same ? 'It says the same' : 'Then it says'}</h3>${changedText(best.text, hypothesis.text, target)}` +
    outcomeNote(best) +
    (same ? '' : '<p><button type="button" class="secondary" data-take>Take this translation</button></p>') +
    outcomePicture(found, best, options)
  );
}

function ask(panel: HTMLElement, store: PageStore): void {
  const subject = subjectOf(store.state);
  const place = panel.querySelector<HTMLElement>('[data-result]');
  if (!subject || !place) return;
  const asked = question(panel, subject, store);
  if (!asked) {
    fill(place, '<p class="remark">Change something above: the rest is translated again at once.</p>');
    return;
  }
  void loader.load(place, asked, (found) => {
    fill(place, outcome(subject, store, found));
    place.querySelector('[data-take]')?.addEventListener('click', () => take(store, found));
  });
}

/** Makes what was found the translation that is shown, as one more alternative. */
function take(store: PageStore, found: DrawnSentence): void {
  const { translation, open, picks } = store.state;
  if (!translation) return;
  const sentences = translation.sentences.map((sentence, index) =>
    index === open - 1
      ? { ...sentence, hypotheses: [...sentence.hypotheses, found.hypotheses[0]] }
      : sentence,
  );
  const changed = sentences.map((_, index) => picks[index] ?? 0);
  changed[open - 1] = sentences[open - 1].hypotheses.length - 1;
  store.update({
    translation: { ...translation, sentences },
    picks: changed,
    tab: 'attention',
    position: null,
    next: null,
  });
}

/** Shows the form and what comes of it. */
export function showWhatIfPanel(panel: HTMLElement, subject: Subject, store: PageStore): void {
  const { position, next } = store.state;
  if (panel.childElementCount === 0) fill(panel, frame(subject, position));
  const radio = panel.querySelector<HTMLInputElement>(`input[name^='place'][value='${position ?? ''}']`);
  if (radio) radio.checked = true;
  const pieces = panel.querySelector('[data-next]');
  if (pieces) fill(pieces, nextPieces(subject, position, next));
  ask(panel, store);
}

/** Hears what is changed in the form. */
export function connectWhatIfPanel(section: HTMLElement, store: PageStore): void {
  const panelOf = (event: Event): HTMLElement | null => closest(event, '[data-panel="what-if"]');
  const soon = (panel: HTMLElement): void => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(panel, store), PAUSE);
  };
  section.addEventListener('submit', (event) => {
    const panel = panelOf(event);
    if (!panel) return;
    event.preventDefault();
    ask(panel, store);
  });
  section.addEventListener('input', (event) => {
    const panel = panelOf(event);
    const input = event.target;
    if (!panel || !(input instanceof HTMLInputElement)) return;
    if (input.name.startsWith('place')) {
      store.update({ position: Number(input.value), next: null });
      return;
    }
    const shown = panel.querySelector('[data-temperature]');
    const temperature = field(panel, 'temperature', HTMLInputElement);
    if (shown && temperature) shown.textContent = Number(temperature.value).toFixed(1);
    const draw = panel.querySelector<HTMLElement>('[data-draw]');
    if (draw) draw.hidden = !(field(panel, 'sample', HTMLInputElement)?.checked ?? false);
    soon(panel);
  });
  section.addEventListener('click', (event) => {
    const panel = panelOf(event);
    if (!panel) return;
    const piece = closest(event, '[data-next-piece]')?.dataset.nextPiece;
    if (piece !== undefined) {
      store.update({ next: store.state.next === piece ? null : piece });
      panel.querySelector<HTMLElement>('.next-piece[aria-pressed="true"]')?.focus();
    } else if (closest(event, '[data-draw]')) {
      seed += 1;
      ask(panel, store);
    }
  });
}
