/** The sample translations of a validation: what was to be translated, what was expected, and what the model made of it. */
import { changedWords } from '../changed-words.js';
import { escapeXml } from '../xml.js';
import { isUnderWay } from './item.js';
import type { SampleTranslation, TrainingHistory, ValidationPoint } from './history.js';

/** Languages of the texts, as BCP 47 tags; null where they are not known. */
export interface SampleLanguages {
  source: string | null;
  target: string | null;
}

const langOf = (language: string | null): string =>
  language === null ? '' : ` lang="${escapeXml(language)}"`;

/** A hypothesis with the words marked that the one before it did not have. */
function hypothesisWords(now: string, before: string | undefined): string {
  if (now.trim() === '') return '<span class="hint">nothing yet</span>';
  if (before === undefined) return escapeXml(now);
  return changedWords(before, now)
    .map(({ text, changed }) => (changed ? `<mark>${escapeXml(text)}</mark>` : escapeXml(text)))
    .join(' ');
}

function sample(
  { source, reference, hypothesis }: SampleTranslation,
  before: string | undefined,
  languages: SampleLanguages,
): string {
  const line = (name: string, html: string, language: string | null): string =>
    `<dt>${name}</dt><dd${langOf(language)}>${html}</dd>`;
  return (
    `<li class="sample"><dl>${line('Source', escapeXml(source), languages.source)}` +
    line('Expected', escapeXml(reference), languages.target) +
    `<dt>The model</dt><dd class="sample-now"${langOf(languages.target)}>${hypothesisWords(hypothesis, before)}</dd></dl></li>`
  );
}

/** The place of the validation of an update, or of the last before it; the last one where none is named. */
export function validationAt(validations: ValidationPoint[], update: number | null): number {
  if (update === null) return validations.length - 1;
  const behind = validations.findIndex((point) => point.update > update);
  return behind < 0 ? validations.length - 1 : Math.max(0, behind - 1);
}

/** The samples at a place among the validations. */
export function samplesAt(
  { validations, state }: Pick<TrainingHistory, 'validations' | 'state'>,
  place: number,
  languages: SampleLanguages,
): string {
  const now = validations[place];
  if (now === undefined || now.samples.length === 0) {
    const why = isUnderWay({ state })
      ? 'Sample translations come with the first validation.'
      : 'None were kept.';
    return `<p class="empty">${why}</p>`;
  }
  const before = new Map(
    validations[place - 1]?.samples.map(({ source, hypothesis }) => [source, hypothesis]),
  );
  return `<ol class="samples">${now.samples.map((one) => sample(one, before.get(one.source), languages)).join('')}</ol>`;
}

/** `Update 150 · chrF 45.2 · BLEU 20.1 · best so far` */
export function validationLine({ update, bleu, chrf, best }: ValidationPoint): string {
  const score = (name: string, value: number | null): string =>
    value === null ? '' : ` · ${name} ${value.toFixed(1)}`;
  return `Update ${update.toLocaleString('en')}${score('chrF', chrf)}${score('BLEU', bleu)}${best ? ' · best so far' : ''}`;
}
