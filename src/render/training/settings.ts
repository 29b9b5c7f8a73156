/** The usual settings of a training as fields of its form; all others are set as YAML. */
import { escapeXml } from '../xml.js';

export interface Setting {
  /** As in a configuration: `training.updates`. */
  path: string;
  name: string;
  hint: string;
  /** Where it is one of these. */
  choices?: string[];
}

const PRECISIONS = ['auto', 'float32', 'bfloat16'];
const SCHEDULES = ['constant', 'linear', 'inverseSquareRoot', 'exponential', 'plateau'];
const METRICS = ['chrf', 'bleu', 'loss'];

export const SETTINGS: Setting[] = [
  { path: 'training.updates', name: 'Updates', hint: 'at most; the time grows with them' },
  { path: 'training.batchTokens', name: 'Batch, in tokens', hint: 'of the longer side, padding counted' },
  { path: 'training.learningRate', name: 'Learning rate', hint: 'the highest, after the warm-up' },
  { path: 'training.warmup', name: 'Warm-up', hint: 'updates over which the rate rises' },
  { path: 'training.schedule', name: 'Schedule', hint: 'what the rate does then', choices: SCHEDULES },
  { path: 'training.clipNorm', name: 'Clip norm', hint: 'longest gradient that is let through' },
  { path: 'training.labelSmoothing', name: 'Label smoothing', hint: 'ε, from 0 to below 1' },
  { path: 'training.dropout.embedding', name: 'Dropout of embeddings', hint: 'share that is left out' },
  { path: 'training.dropout.layer', name: 'Dropout of layers', hint: 'share that is left out' },
  {
    path: 'training.dropout.attentional',
    name: 'Dropout of the attentional state',
    hint: 'share that is left out',
  },
  {
    path: 'training.averageDecay',
    name: 'Averaging',
    hint: 'δ of the weights’ average, such as 0.999; 0: none',
  },
  { path: 'training.precision', name: 'Precision', hint: 'of matrix products', choices: PRECISIONS },
  { path: 'validation.every', name: 'Validation every', hint: 'updates' },
  { path: 'validation.patience', name: 'Patience', hint: 'validations without a better one before it ends' },
  { path: 'validation.metric', name: 'Best by', hint: 'what patience waits for', choices: METRICS },
  {
    path: 'validation.sentences',
    name: 'Validated sentences',
    hint: 'that are translated for BLEU and chrF',
  },
  { path: 'validation.samples', name: 'Samples', hint: 'translations to look at, each time' },
];

/** The value at a path of a configuration, as text; empty where there is none. */
export function settingAt(config: unknown, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      config,
    );
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

export const settingId = (path: string): string => `setting-${path.replaceAll('.', '-')}`;

const complaint = (path: string, error: string): string =>
  `<p class="field-error" id="error-${settingId(path)}" data-error="settings.${path}" role="alert"${error === '' ? ' hidden' : ''}>${escapeXml(error)}</p>`;

/**
 * A setting's field: empty, it is as the preset has it.
 * @param preset what the preset has
 * @param error what is wrong with the value; empty where nothing is
 */
export function settingField(
  { path, name, hint, choices }: Setting,
  value: string,
  preset: string,
  error = '',
): string {
  const id = settingId(path);
  const common = `id="${id}" name="settings.${path}" aria-describedby="${id}-hint error-${id}"${error === '' ? '' : ' aria-invalid="true"'} data-setting="${path}"`;
  const options = choices?.map(
    (choice) => `<option value="${choice}"${choice === value ? ' selected' : ''}>${choice}</option>`,
  );
  const field = options
    ? `<select class="text setting-text" ${common}><option value="" data-preset>as preset: ${escapeXml(preset)}</option>${options.join('')}</select>`
    : `<input class="text setting-text" inputmode="decimal" autocomplete="off" ${common} value="${escapeXml(value)}" placeholder="${escapeXml(preset)}">`;
  return `<div class="field"><label for="${id}">${escapeXml(name)}</label>${field}<p class="hint" id="${id}-hint">${escapeXml(hint)}</p>${complaint(path, error)}</div>`;
}
