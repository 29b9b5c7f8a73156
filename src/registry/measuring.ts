/** What models reach on test sets; what one has translated once is kept. */
import { bleu } from '../evaluation/bleu.js';
import { chrf } from '../evaluation/chrf.js';
import type { Score } from '../evaluation/metric.js';
import { DEFAULT_SEARCH } from '../search/options.js';
import type { InstalledModel } from '../serving/models.js';
import type { TestTranslationStore } from '../store/test-translations.js';
import type { TestSet } from './test-sets.js';

export interface TranslateOptions {
  beam: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Translates lines with a model: in the server by its worker, in a job's process by itself. */
export type TranslateLines = (
  model: InstalledModel,
  sources: string[],
  options: TranslateOptions,
) => Promise<string[]>;

export interface TestScores {
  bleu: Score;
  chrf: Score;
}

/** How far a test set is translated. */
export interface TestProgress {
  model: string;
  /** Id and name of the test set. */
  test: string;
  name: string;
  done: number;
  total: number;
}

/** The beam that test sets are translated with. */
export const TEST_BEAM = DEFAULT_SEARCH.beam;

export class Measuring {
  constructor(
    private readonly kept: TestTranslationStore,
    private readonly translate: TranslateLines,
    /** Told after each portion, whoever asked. */
    private readonly onTranslated: (progress: TestProgress) => void = () => undefined,
  ) {}

  /** A model's translation of a test set, a line a sentence. */
  async hypotheses(
    model: InstalledModel,
    { id, name, sha256: test, sources }: TestSet,
    options: Omit<TranslateOptions, 'beam'> = {},
  ): Promise<string[]> {
    const key = { model: model.version, test, beam: TEST_BEAM };
    const known = this.kept.get(key);
    if (known?.length === sources.length) return known;
    const tell = (done: number): void => {
      this.onTranslated({ model: model.name, test: id, name, done, total: sources.length });
    };
    tell(0);
    const translated = await this.translate(model, sources, {
      ...{ beam: TEST_BEAM, ...options },
      onProgress: (done, total) => {
        tell(done);
        options.onProgress?.(done, total);
      },
    });
    this.kept.put(key, translated);
    return translated;
  }

  /** Lets a model have what the same model translated under another version. */
  inherit(model: InstalledModel, from: InstalledModel, { sha256: test }: TestSet): void {
    const known = this.kept.get({ model: from.version, test, beam: TEST_BEAM });
    if (known) this.kept.put({ model: model.version, test, beam: TEST_BEAM }, known);
  }

  /** Corpus BLEU and chrF, with sacreBLEU's signatures. */
  async scores(
    model: InstalledModel,
    test: TestSet,
    options: Omit<TranslateOptions, 'beam'> = {},
  ): Promise<TestScores> {
    const hypotheses = await this.hypotheses(model, test, options);
    const only = ({ score, signature }: Score): Score => ({ score, signature });
    return { bleu: only(bleu(hypotheses, test.references)), chrf: only(chrf(hypotheses, test.references)) };
  }
}
