/** What a page may tell of the training runs under way. */
import type { RunStore, RunSummary } from '../store/runs.js';
import { LANGUAGES } from '../text/language.js';
import type { Language } from '../text/language.js';

export interface TrainingNews {
  source: Language;
  target: Language;
  /** Name of the run. */
  run: string;
  /** Updates of the parameters so far. */
  step: number;
}

function languageOf(config: unknown, side: 'source' | 'target'): Language | undefined {
  const value =
    typeof config === 'object' && config !== null ? (config as Record<string, unknown>)[side] : null;
  return LANGUAGES.find((language) => language === value);
}

/** Runs that are under way and learn one of the page's directions. */
export function trainingNews(runs: Pick<RunStore, 'list'>): TrainingNews[] {
  const running = runs.list().filter(({ status }) => status === 'running');
  return running.flatMap(({ name, step, config }: RunSummary) => {
    const [source, target] = [languageOf(config, 'source'), languageOf(config, 'target')];
    return source && target ? [{ source, target, run: name, step }] : [];
  });
}
