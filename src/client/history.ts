/** What was translated before, kept in this browser. */
import { keepSetting, readSetting } from './settings.js';

export interface HistoryEntry {
  text: string;
  /** As chosen: a language or `auto`. */
  source: string;
  /** Languages of the two texts. */
  from: string;
  to: string;
  translation: string;
}

const NAME = 'history';
/** Entries kept, and the longest text that is: the browser has some megabytes for the whole page. */
const MOST = 100;
const LONGEST = 2000;

function isHistory(value: unknown): value is HistoryEntry[] {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => {
      if (typeof entry !== 'object' || entry === null) return false;
      const { text, source, from, to, translation } = entry as Record<string, unknown>;
      return [text, source, from, to, translation].every((field) => typeof field === 'string');
    })
  );
}

/** Entries, newest first. */
export const readHistory = (): HistoryEntry[] => readSetting(NAME, isHistory, []);

/**
 * Adds an entry in front. While one writes on, the entry grows: what is the beginning of the new one is replaced,
 * and so is an earlier translation of the same text.
 */
export function withEntry(history: HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  if (entry.text.length > LONGEST) return history;
  const text = entry.text.trim();
  const [latest, ...earlier] = history;
  const grows = latest !== undefined && text.startsWith(latest.text.trim());
  const others = (grows ? earlier : history).filter((one) => one.text.trim() !== text);
  return [entry, ...others].slice(0, MOST);
}

export function keepHistory(history: HistoryEntry[]): void {
  keepSetting(NAME, history.length > 0 ? history : undefined);
}
