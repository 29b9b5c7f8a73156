/** Compare: the translation that is shown beside another model's, or beside one without attention. */
import type { DrawnTranslation } from '../../render/drawn.js';
import { changedText, outcomeNote, outcomePicture } from '../../render/outcome.js';
import { escapeXml } from '../../render/xml.js';
import { closest, fill } from '../page.js';
import type { ModelName, PageStore } from '../state.js';
import { Loader } from './loader.js';
import { questionOf, subjectOf } from './subject.js';
import type { Subject } from './subject.js';

const loader = new Loader<DrawnTranslation>('/v1/attention');
const CANDIDATES = 5;

interface Other {
  name: string;
  fields: object;
}

/** What a translation can be compared with. */
function others({ source, target, model }: Subject, models: ModelName[]): Other[] {
  const rivals = models.filter((one) => one.source === source && one.target === target && one.name !== model);
  return [
    { name: 'without attention: every source piece weighs the same', fields: { attention: 'uniform' } },
    { name: 'greedy: always the likeliest next piece', fields: { beam: 1 } },
    ...rivals.map(({ name }) => ({ name: `model ${name}`, fields: { model: name } })),
  ];
}

function frame(subject: Subject, models: ModelName[]): string {
  const options = others(subject, models).map(
    ({ name }, index) => `<option value="${index}">${escapeXml(name)}</option>`,
  );
  const { number } = subject;
  return (
    `<p class="field field-wide"><label for="other-${number}">Compare with</label>` +
    `<select id="other-${number}" name="other" autocomplete="off">${options.join('')}</select></p>` +
    '<div class="panel-result" data-result aria-live="polite"></div>'
  );
}

/** The two side by side. */
function comparison(subject: Subject, store: PageStore, name: string, answer: DrawnTranslation): string {
  const { sentence, hypothesis, source, target, model } = subject;
  const [found] = answer.sentences;
  const [best] = found.hypotheses;
  const { units, scale } = store.state;
  const options = { source, target, units, scale };
  const side = (heading: string, body: string): string =>
    `<section class="side"><h3 class="small-heading">${escapeXml(heading)}</h3>${body}</section>`;
  return (
    '<div class="sides">' +
    side(
      `${model}, as shown`,
      changedText(hypothesis.text, best.text, target) +
        outcomeNote(hypothesis) +
        outcomePicture(sentence, hypothesis, { ...options, id: 'shown', name: 'as shown' }),
    ) +
    side(
      name,
      changedText(best.text, hypothesis.text, target) +
        outcomeNote(best) +
        outcomePicture(found, best, { ...options, id: 'other', name }),
    ) +
    '</div>'
  );
}

/** Shows the translation beside the one that is chosen. */
export function showComparePanel(
  panel: HTMLElement,
  subject: Subject,
  store: PageStore,
  models: ModelName[],
): void {
  if (panel.childElementCount === 0) fill(panel, frame(subject, models));
  const place = panel.querySelector<HTMLElement>('[data-result]');
  const index = Number(panel.querySelector<HTMLSelectElement>('select')?.value ?? 0);
  const other = others(subject, models)[index];
  if (!place || !other) return;
  const question = { ...questionOf(subject), candidates: CANDIDATES, ...other.fields };
  void loader.load(place, question, (answer) => fill(place, comparison(subject, store, other.name, answer)));
}

/** Hears what is compared with. */
export function connectComparePanel(section: HTMLElement, store: PageStore, models: ModelName[]): void {
  section.addEventListener('change', (event) => {
    const panel = closest(event, '[data-panel="compare"]');
    const subject = subjectOf(store.state);
    if (panel && subject) showComparePanel(panel, subject, store, models);
  });
}
