/** What stands in place of a translation: examples to begin with, or one line that says what is wrong and what to do. */
import { escapeXml } from './xml.js';

export interface Failure {
  /** HTTP status; 0 where the server did not answer at all. */
  status: number;
  /** One line: what was expected, what came, how to go on. */
  message: string;
  /** Seconds after which the server wants to be asked again. */
  retryAfter?: number;
}

export type FailureKind = 'unreachable' | 'busy' | 'missing' | 'too-long' | 'broken' | 'refused';

/** Which of the page's states a failure is. */
export function failureKind({ status, message, retryAfter }: Failure): FailureKind {
  if (status === 0) return 'unreachable';
  if (message.toLowerCase().startsWith('model:')) return 'missing';
  if (status === 429 || (status === 503 && retryAfter !== undefined)) return 'busy';
  if (status === 503) return 'busy';
  if (status === 413) return 'too-long';
  return status >= 500 ? 'broken' : 'refused';
}

const HEADINGS: Record<FailureKind, string> = {
  unreachable: 'The translator does not answer',
  busy: 'The translator is busy',
  missing: 'There is no model for this direction yet',
  'too-long': 'This text is too long',
  broken: 'Something went wrong',
  refused: 'This cannot be translated',
};

/** What the same are called where it was no translation that failed. */
const CHANGE_HEADINGS: Record<FailureKind, string> = {
  unreachable: 'The server does not answer',
  busy: 'The server is busy',
  missing: 'There is no such model',
  'too-long': 'That is too large',
  broken: 'Something went wrong',
  refused: 'That did not work',
};

/** Kinds that may pass by themselves. */
const WORTH_ANOTHER_TRY: FailureKind[] = ['unreachable', 'busy', 'broken'];

const capitalised = (line: string): string => line.charAt(0).toUpperCase() + line.slice(1);

/** A line of an error with what stands in backquotes as code. */
function withCode(line: string): string {
  return escapeXml(line).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/**
 * A failure as a notice; with `retry` it has a button to try again.
 * @param of what failed: a translation, or anything else that was asked of the server
 */
export function failureNotice(
  failure: Failure,
  { retry, of = 'translation' }: { retry: boolean; of?: 'translation' | 'change' },
): string {
  const headings = of === 'change' ? CHANGE_HEADINGS : HEADINGS;
  const kind = failureKind(failure);
  const line = withCode(capitalised(failure.message).replace(/\.?$/, '.'));
  const button =
    retry && WORTH_ANOTHER_TRY.includes(kind)
      ? '<p class="notice-foot"><button type="button" class="secondary" data-retry>Try again</button> <span data-countdown></span></p>'
      : '';
  return (
    `<div class="notice notice-${kind}" role="alert"><p class="notice-name">${headings[kind]}</p>` +
    `<p>${line}</p>${button}</div>`
  );
}

export interface MissingDirection {
  source: string;
  target: string;
  /** Korean → English. */
  name: string;
  /** How far a run is that trains a model for it, or null where none does. */
  training: { run: string; step: number } | null;
}

const trainCommand = ({ source, target }: MissingDirection): string =>
  `npx ieum train --config configs/${source}-${target}.yaml`;

/** Says of directions that are being trained how far they are, and of the others how to train them. */
export function missingNotice(missing: MissingDirection[]): string {
  const trained = missing.flatMap(({ name, training }) => (training ? [{ name, ...training }] : []));
  const untrained = missing.filter(({ training }) => !training);
  const progress = trained.map(
    ({ name, run, step }) =>
      `<p>A model for ${name} is being trained (${escapeXml(run)}, ${step.toLocaleString('en')} updates so far). This page uses it as soon as its first checkpoint is saved.</p>`,
  );
  const commands = untrained.map((direction) => `${trainCommand(direction)}\n`).join('');
  const how =
    untrained.length === 0
      ? ''
      : `<p>Train one for each direction on the data that comes with Ieum; the page finds it by itself:</p><pre>${commands}</pre>` +
        '<p>A checkpoint folder from elsewhere goes to <code>checkpoints/ko-en</code> or <code>checkpoints/en-ko</code>.</p>';
  const heading = untrained.length === 0 ? 'A model is being trained' : 'No model is installed yet';
  return `<div class="notice notice-missing"><p class="notice-name">${heading}</p>${progress.join('')}${how}</div>`;
}

export interface Example {
  lang: string;
  text: string;
  link: string;
}

/** Sentences to begin with. */
export function exampleList(examples: Example[]): string {
  const items = examples.map(
    ({ lang, text, link }) =>
      `<li><a href="${escapeXml(link)}" lang="${escapeXml(lang)}" data-example>${escapeXml(text)}</a></li>`,
  );
  return `<div class="examples"><p>Try a sentence</p><ul>${items.join('')}</ul></div>`;
}
