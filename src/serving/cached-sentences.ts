/** Finished sentences looked up before the worker is asked. A cache that fails is a cache that is not there. */
import { messageOf } from '../foundation/errors.js';
import type { SentenceTranslation } from './translation.js';

export interface CacheKey {
  /** Hash of the model; a retrained model has another. */
  model: string;
  /** All that a translation depends on beside model and sentence. */
  options: Record<string, string | number | boolean>;
  /** The normalised sentence. */
  sentence: string;
}

/** A map of JSON values, such as the store's. */
export interface TranslationCache {
  get(key: CacheKey): unknown;
  put(key: CacheKey, value: unknown): void;
}

/** Changes with the shape of `SentenceTranslation` and with how sentences are read, so that older entries are passed over. */
const FORMAT = 2;

type Kind = Pick<CacheKey, 'model' | 'options'>;

export class CachedSentences {
  constructor(private cache: TranslationCache | null) {}

  get(kind: Kind, sentence: string): SentenceTranslation | null {
    const value = this.attempt((cache) => cache.get(keyOf(kind, sentence)));
    return (value as SentenceTranslation | undefined) ?? null;
  }

  put(kind: Kind, translation: SentenceTranslation): void {
    this.attempt((cache) => {
      cache.put(keyOf(kind, translation.source), translation);
    });
  }

  /** Says once what is wrong and goes on without a cache: the disk may be full, the file damaged. */
  private attempt<T>(use: (cache: TranslationCache) => T): T | undefined {
    if (!this.cache) return undefined;
    try {
      return use(this.cache);
    } catch (error) {
      this.cache = null;
      process.stderr.write(`Ieum translates on without its cache: ${messageOf(error)}\n`);
      return undefined;
    }
  }
}

function keyOf({ model, options }: Kind, sentence: string): CacheKey {
  return { model, options: { ...options, format: FORMAT }, sentence };
}
