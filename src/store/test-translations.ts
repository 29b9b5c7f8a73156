/** What models made of test sets, so that no test set is translated twice by one model. */
import type { Connection } from './connection.js';

export interface TestTranslationKey {
  /** Version of the model: the hash of its card. */
  model: string;
  /** SHA-256 of the test set. */
  test: string;
  beam: number;
}

export class TestTranslationStore {
  constructor(private readonly connection: Connection) {}

  /** The translations, a line a sentence; undefined where there are none yet. */
  get({ model, test, beam }: TestTranslationKey): string[] | undefined {
    const row = this.connection.guard(() =>
      this.connection.database
        .prepare<[string, string, number], { hypotheses: string }>(
          'SELECT hypotheses FROM test_translations WHERE model = ? AND test = ? AND beam = ?',
        )
        .get(model, test, beam),
    );
    return row && (JSON.parse(row.hypotheses) as string[]);
  }

  put({ model, test, beam }: TestTranslationKey, hypotheses: string[]): void {
    this.connection.guard(() =>
      this.connection.database
        .prepare(
          'INSERT OR REPLACE INTO test_translations (model, test, beam, hypotheses, time) VALUES (?, ?, ?, ?, ?)',
        )
        .run(model, test, beam, JSON.stringify(hypotheses), new Date().toISOString()),
    );
  }
}
