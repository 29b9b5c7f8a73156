/** Ieum's folder opened for a command, and what is printed of it. */
import type { Store } from '../store/database.js';

export interface JsonFlag {
  json?: boolean;
}

/** Opens the store for as long as an action takes. */
export async function withStore<T>(action: (store: Store) => T | Promise<T>): Promise<T> {
  // Loaded here, so that --help starts without the database.
  const { openStore } = await import('../store/database.js');
  const store = openStore();
  try {
    return await action(store);
  } finally {
    store.close();
  }
}

/** Prints a result: one line of JSON, or as text. */
export function printResult(result: unknown, text: () => string, { json = false }: JsonFlag): void {
  process.stdout.write(`${json ? JSON.stringify(result) : text()}\n`);
}
