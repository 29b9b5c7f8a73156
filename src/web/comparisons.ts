/** Comparisons of two models under way and those that were made last, so that asking again costs nothing. */
import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../foundation/errors.js';
import type { Comparison, ComparisonInput } from '../registry/comparison.js';
import type { Measuring } from '../registry/measuring.js';
import { readTestSet } from '../registry/test-sets.js';
import type { TestSet, TestSetPlaces } from '../registry/test-sets.js';
import type { InstalledModel } from '../serving/models.js';

export interface ComparisonParts {
  measuring: Measuring;
  places: TestSetPlaces;
  compare: (input: ComparisonInput) => Promise<Comparison>;
}

export interface ComparisonQuestion {
  /** The model that the other is held against, and the other. */
  models: [InstalledModel, InstalledModel];
  /** Id of a test set. */
  test: string;
  /** Sentences to name of those that got better, and of those that got worse. */
  examples: number;
}

/** A comparison with the test set that it was made on. */
export interface TestedComparison extends Comparison {
  test: Pick<TestSet, 'id' | 'name' | 'sha256'>;
}

interface Entry {
  answer: Promise<TestedComparison>;
  failed: boolean;
}

const MOST_KEPT = 12;
/** So long a page waits for what may be there at once. */
const SOON_MILLISECONDS = 250;

export class Comparisons {
  /** By versions, test set and number of sentences; the one asked for last comes last. */
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly parts: ComparisonParts) {}

  /** Compares, or joins the comparison that is made already. @throws UserError 400 and 404 */
  async ask(question: ComparisonQuestion): Promise<TestedComparison> {
    return (await this.find(question, ({ failed }) => !failed)).answer;
  }

  /** The same where it is there at once; null where it is under way now. @throws UserError, also why it failed before */
  async peek(question: ComparisonQuestion): Promise<TestedComparison | null> {
    const { answer } = await this.find(question, () => true);
    const stop = new AbortController();
    const soon = wait(SOON_MILLISECONDS, null, { signal: stop.signal }).catch(() => null);
    return Promise.race([answer, soon]).finally(() => {
      stop.abort();
    });
  }

  private async find(question: ComparisonQuestion, isUsable: (entry: Entry) => boolean): Promise<Entry> {
    const { models, examples } = question;
    const [first, second] = models;
    if (first.source !== second.source || first.target !== second.target) {
      throw new UserError('compare: expected two models of one direction, got two directions; choose others');
    }
    const test = await readTestSet(question.test, first, this.parts.places);
    const key = JSON.stringify([models.map(({ name, version }) => [name, version]), test.sha256, examples]);
    const known = this.entries.get(key);
    const entry = known && isUsable(known) ? known : this.begin(question, test);
    this.entries.delete(key);
    // A failure is told once.
    if (!entry.failed) this.entries.set(key, entry);
    for (const oldest of this.entries.keys()) {
      if (this.entries.size <= MOST_KEPT) break;
      this.entries.delete(oldest);
    }
    return entry;
  }

  private begin(question: ComparisonQuestion, test: TestSet): Entry {
    const entry: Entry = { answer: this.make(question, test), failed: false };
    entry.answer.catch(() => {
      entry.failed = true;
    });
    return entry;
  }

  private async make({ models, examples }: ComparisonQuestion, test: TestSet): Promise<TestedComparison> {
    const { id, name, sha256, sources, references } = test;
    const hypotheses: string[][] = [];
    for (const model of models) hypotheses.push(await this.parts.measuring.hypotheses(model, test));
    const [a, b] = models.map((model, i) => ({ name: model.name, hypotheses: hypotheses[i] }));
    const compared = await this.parts.compare({ systems: [a, b], sources, references, examples });
    return { test: { id, name, sha256 }, ...compared };
  }
}
