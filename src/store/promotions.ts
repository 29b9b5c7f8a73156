/** Which model translates a direction: a row of promotions, each standing on the one before, and ways back. */
import type { Language } from '../text/language.js';
import type { Connection } from './connection.js';

export interface Promotion {
  id: number;
  source: Language;
  target: Language;
  /** Name of the model; null for the one that is first without any promotion. */
  model: string | null;
  /** The promotion to go back to; null for none. */
  below: number | null;
  kind: 'promote' | 'rollback';
  /** How it came about. */
  note: string;
  /** ISO 8601. */
  time: string;
}

type Direction = Pick<Promotion, 'source' | 'target'>;
export type WayBack = Pick<Promotion, 'model' | 'below'>;

const COLUMNS = 'id, source, target, model, below, kind, note, time';

export class PromotionStore {
  constructor(private readonly connection: Connection) {}

  /** The promotion that holds for a direction. */
  current({ source, target }: Direction): Promotion | undefined {
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[string, string], Promotion>(
          `SELECT ${COLUMNS} FROM promotions WHERE source = ? AND target = ? ORDER BY id DESC LIMIT 1`,
        )
        .get(source, target),
    );
  }

  /** All of them, the latest first. */
  list(): Promotion[] {
    return this.connection.guard(() =>
      this.connection.database
        .prepare<[], Promotion>(`SELECT ${COLUMNS} FROM promotions ORDER BY id DESC`)
        .all(),
    );
  }

  /** Lets a model translate its direction from now on. */
  promote({ source, target }: Direction, model: string, note: string): Promotion {
    return this.changing(() => {
      const below = this.current({ source, target })?.id ?? null;
      return this.add({ source, target, model, below, kind: 'promote', note });
    });
  }

  /**
   * What a direction would go back to: the nearest model below the one that holds that is still there, or null for the
   * one that is first without any promotion. Undefined where nothing was promoted.
   */
  before(direction: Direction, isThere: (model: string) => boolean = () => true): WayBack | undefined {
    const current = this.current(direction);
    if (!current || current.model === null) return undefined;
    let { below } = current;
    while (below !== null) {
      const found = this.read(below);
      if (!found || found.model === null) break;
      if (isThere(found.model) && found.model !== current.model) {
        return { model: found.model, below: found.below };
      }
      below = found.below;
    }
    return { model: null, below: null };
  }

  /** Goes back to the model before; undefined where there is none to go back to. */
  rollback(
    { source, target }: Direction,
    note: string,
    isThere?: (model: string) => boolean,
  ): Promotion | undefined {
    return this.changing(() => {
      const before = this.before({ source, target }, isThere);
      return before && this.add({ source, target, ...before, kind: 'rollback', note });
    });
  }

  private read(id: number): Promotion | undefined {
    return this.connection.database
      .prepare<[number], Promotion>(`SELECT ${COLUMNS} FROM promotions WHERE id = ?`)
      .get(id);
  }

  private add(promotion: Omit<Promotion, 'id' | 'time'>): Promotion {
    const time = new Date().toISOString();
    const { lastInsertRowid } = this.connection.database
      .prepare(
        `INSERT INTO promotions (source, target, model, below, kind, note, time)
         VALUES (:source, :target, :model, :below, :kind, :note, :time)`,
      )
      .run({ ...promotion, time });
    return { ...promotion, id: Number(lastInsertRowid), time };
  }

  private changing<T>(action: () => T): T {
    const { connection } = this;
    return connection.guard(() => connection.database.transaction(action).immediate());
  }
}
