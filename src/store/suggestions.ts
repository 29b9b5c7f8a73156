/** Better translations that users sent in, kept until someone has looked at them. */
import type { Connection } from './connection.js';

export interface NewSuggestion {
  /** The original text. */
  text: string;
  /** What its translation should be. */
  suggestion: string;
  source: string;
  target: string;
  /** What the model had said, where it was sent along. */
  translation?: string | null;
}

export interface Suggestion extends NewSuggestion {
  id: number;
  translation: string | null;
  /** ISO 8601. */
  received: string;
}

const COLUMNS = 'id, received, text, suggestion, source, target, translation';

/** Suggestions kept at most, so that nobody can fill the disk with them. */
const MOST_KEPT = 10_000;

export class SuggestionStore {
  constructor(private readonly connection: Connection) {}

  /** Keeps a suggestion; beyond the most that are kept, the oldest goes. */
  add({ text, suggestion, source, target, translation = null }: NewSuggestion): void {
    const { connection } = this;
    connection.guard(() => {
      connection.database
        .prepare(
          'INSERT INTO suggestions (received, text, suggestion, source, target, translation) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run(new Date().toISOString(), text, suggestion, source, target, translation);
      connection.database
        .prepare('DELETE FROM suggestions WHERE id <= (SELECT max(id) FROM suggestions) - ?')
        .run(MOST_KEPT);
    });
  }

  /** All of them, the latest first. */
  list(): Suggestion[] {
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[], Suggestion>(`SELECT ${COLUMNS} FROM suggestions ORDER BY id DESC`)
        .all(),
    );
  }

  /** Drops one that was looked at; says whether there was one. */
  remove(id: number): boolean {
    return this.connection.guard(() => {
      const { changes } = this.connection.database.prepare('DELETE FROM suggestions WHERE id = ?').run(id);
      return changes > 0;
    });
  }
}
