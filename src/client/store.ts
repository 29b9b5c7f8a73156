/** The one place that holds what the page shows: events change it, views are drawn from it. */

type View<S> = (state: Readonly<S>) => void;

interface Watcher<S> {
  fields: readonly (keyof S)[];
  view: View<S>;
}

export class Store<S extends object> {
  private watchers: Watcher<S>[] = [];

  constructor(private current: S) {}

  get state(): Readonly<S> {
    return this.current;
  }

  /** Changes fields; the views that watch one of those that are different now are drawn again, in their order. */
  update(change: Partial<S>): void {
    const before = this.current;
    this.current = { ...before, ...change };
    const changed = (Object.keys(change) as (keyof S)[]).filter((key) => before[key] !== change[key]);
    if (changed.length === 0) return;
    for (const { fields, view } of this.watchers) {
      if (fields.some((field) => changed.includes(field))) view(this.current);
    }
  }

  /** Draws a view again whenever one of these fields changes. */
  watch(fields: readonly (keyof S)[], view: View<S>): void {
    this.watchers.push({ fields, view });
  }
}
