/** Which architectures can be exported: others are refused by name rather than exported wrongly. */
import { UserError } from '../foundation/errors.js';
import { ATTENTIONS, BRIDGES, TYINGS } from '../model/model-config.js';
import type { ModelConfig } from '../model/model-config.js';
import { RECURRENT_OPERATORS } from './onnx-recurrence.js';
import type { CellName } from './onnx-recurrence.js';

const isSize = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;
const isFlag = (value: unknown): boolean => typeof value === 'boolean';
const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);

/** Keys of a model's configuration, and the values that the graphs know. */
const COVERED: Record<string, (value: unknown) => boolean> = {
  sourceVocabulary: isSize,
  targetVocabulary: isSize,
  embedding: isSize,
  hidden: isSize,
  encoderLayers: isSize,
  decoderLayers: isSize,
  bidirectional: isFlag,
  bridge: oneOf(...BRIDGES),
  inputFeeding: isFlag,
  cell: oneOf(...Object.keys(RECURRENT_OPERATORS)),
  attention: oneOf(...ATTENTIONS),
  tiedEmbeddings: oneOf(...TYINGS),
  // ONNX's recurrent operators have no layer normalisation.
  layerNorm: oneOf(false),
};

/** What a key that is not known here may be, and still change nothing. */
const isOff = oneOf(false, null, undefined, 'none');

/**
 * The cell of a model that can be exported.
 * @throws UserError that names the first setting that cannot
 */
export function coveredCell(config: ModelConfig): CellName {
  for (const [key, value] of Object.entries(config)) {
    const isCovered = COVERED[key] ?? isOff;
    if (isCovered(value)) continue;
    throw new UserError(
      `export: expected a model that ONNX's graphs are written for, got one with ${key}: ${JSON.stringify(value)}; ` +
        'docs/export.md lists what can be exported',
    );
  }
  return config.cell;
}
