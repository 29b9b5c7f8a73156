/** A checkpoint ready for text: its model and its tokenizers, whatever they are wanted for. */
import { loadCheckpoint } from '../model/checkpoint.js';
import type { CheckpointCard } from '../model/checkpoint.js';
import type { TranslationModel } from '../model/translation-model.js';
import { initialiseEngine } from '../nn/backend.js';
import type { Language } from '../text/language.js';
import { loadTokenizer } from '../tokenizer/tokenizer.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';

export interface TextModel {
  name: string;
  direction: { source: Language; target: Language };
  model: TranslationModel;
  tokenizers: { source: Tokenizer; target: Tokenizer };
  card: CheckpointCard;
}

/**
 * Starts the engine and loads a checkpoint folder with its tokenizers.
 * @throws UserError when the folder is missing, damaged or no checkpoint of Ieum's
 */
export async function loadTextModel(folder: string): Promise<TextModel> {
  await initialiseEngine();
  const { model, card, tokenizerPaths } = await loadCheckpoint(folder);
  const [source, target] = await Promise.all([
    loadTokenizer(tokenizerPaths.source),
    loadTokenizer(tokenizerPaths.target),
  ]);
  const direction = { source: card.source, target: card.target };
  return { name: card.name, direction, model, tokenizers: { source, target }, card };
}
