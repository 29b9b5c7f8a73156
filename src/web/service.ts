/** What the page asks of the translation service; tests give it a fake one. */
import type { TranslationService as WholeService } from '../serving/service.js';

export type { ModelInfo } from '../serving/service.js';

export type TranslationService = Pick<
  WholeService,
  'translate' | 'translateAll' | 'models' | 'step' | 'continue' | 'searchTree' | 'attentionScores' | 'waiting'
>;
