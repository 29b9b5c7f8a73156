/** What a reader chose, kept in this browser; where it may keep nothing, the choice lasts as long as the page. */

const PREFIX = 'ieum.';

/** The value kept under a name, or the fallback where there is none of that kind. */
export function readSetting<T>(name: string, isKind: (value: unknown) => value is T, fallback: T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null');
    return isKind(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** Keeps a value; `undefined` forgets it. */
export function keepSetting(name: string, value: unknown): void {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing, or is full, is no reason to stop.
  }
}
