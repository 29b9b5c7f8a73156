/** The review of suggestions: better translations that users sent in become pairs of a data set, or go. */
import { UserError } from '../foundation/errors.js';
import type { DataSet, DataSetStore } from '../store/data-sets.js';
import type { Suggestion, SuggestionStore } from '../store/suggestions.js';
import type { Language } from '../text/language.js';
import { pairOf } from './editing.js';
import { checkName } from './previews.js';

/** The data set that approved corrections go to where none is named. */
export const CORRECTIONS = 'corrections';

export interface Approval {
  /** The texts as the reviewer would have them; as they were sent in where left out. */
  text?: string;
  suggestion?: string;
  /** Name of the data set. */
  dataSet?: string;
}

export class Corrections {
  constructor(
    private readonly suggestions: SuggestionStore,
    private readonly dataSets: DataSetStore,
  ) {}

  /** What waits for review, the latest first. */
  list(): Suggestion[] {
    return this.suggestions.list();
  }

  /** Makes a pair of a suggestion. @throws UserError 404 for one that is gone, 400 for an unfit pair */
  approve(id: number, { text, suggestion, dataSet = CORRECTIONS }: Approval = {}): DataSet {
    const sent = this.read(id);
    const pair = pairOf({
      text: text ?? sent.text,
      translation: suggestion ?? sent.suggestion,
      source: sent.source as Language | 'auto',
      target: sent.target as Language,
    });
    const name = checkName(dataSet);
    const note = `correction ${id} approved`;
    const known = this.dataSets.named(name);
    const stored =
      known === undefined
        ? this.dataSets.create(name, [pair], note)
        : this.dataSets.append(known.id, [pair], note);
    this.suggestions.remove(id);
    return stored;
  }

  /** Drops a suggestion. @throws UserError 404 for one that is gone */
  reject(id: number): void {
    this.read(id);
    this.suggestions.remove(id);
  }

  private read(id: number): Suggestion {
    const found = this.suggestions.list().find((one) => one.id === id);
    if (found) return found;
    throw new UserError(
      `correction ${id}: expected one that waits, got none of that number; it was looked at already`,
      { status: 404 },
    );
  }
}
