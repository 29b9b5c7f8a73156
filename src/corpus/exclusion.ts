/** Sentences that no pair may hold, such as those of dev and test files, and pairs that hold them nearly. */
import { NearIndex } from './near-index.js';
import type { SentencePair } from './pairs.js';
import { sentenceKey } from './sentence-key.js';
import { TextMap } from './text-hashes.js';

export interface ExclusionOptions {
  /** Least similarity (Jaccard, of runs of five letters) that counts as nearly the same; left out, only the same counts. */
  near?: number;
}

/** Which file a sentence was found in, and whether it is the same there or only nearly. */
export interface Overlap {
  file: string;
  near: boolean;
  /** The sentence that is nearly the same. */
  resembles?: string;
}

/** The least similarity that counts as near where nothing else is said. */
export const DEFAULT_NEAR = 0.7;

export class Exclusion {
  /** Files in the order in which they were added. */
  readonly files: string[] = [];
  private readonly keys = new TextMap();
  private readonly near: NearIndex | undefined;
  /** Of each sentence in the near index: itself, and its file. */
  private readonly sentences: { text: string; file: string }[] = [];

  constructor({ near }: ExclusionOptions = {}) {
    if (near !== undefined) this.near = new NearIndex(near);
  }

  /** Adds a sentence of a file; empty ones are passed over. */
  add(text: string, file: string): void {
    if (text.trim() === '') return;
    if (this.files.at(-1) !== file && !this.files.includes(file)) this.files.push(file);
    const key = sentenceKey(text);
    if (this.keys.getOrPut(key, this.files.indexOf(file)) !== undefined) return;
    this.near?.add(key);
    if (this.near) this.sentences.push({ text, file });
  }

  /** Where either side of a pair stands among the sentences, the same before the nearly same. */
  find({ source, target }: SentencePair): Overlap | undefined {
    if (this.keys.size === 0) return undefined;
    const keys = [sentenceKey(source), sentenceKey(target)];
    for (const key of keys) {
      const file = this.keys.get(key);
      if (file !== undefined) return { file: this.files[file], near: false };
    }
    for (const key of keys) {
      const number = this.near?.find(key);
      if (number === undefined) continue;
      const { text, file } = this.sentences[number];
      return { file, near: true, resembles: text };
    }
    return undefined;
  }
}
