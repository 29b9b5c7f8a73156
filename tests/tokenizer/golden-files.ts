/** The files in `goldens/`, made with the reference SentencePiece. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TokenizerAlgorithm } from '../../src/tokenizer/model-file.js';

export interface Golden extends Record<TokenizerAlgorithm, { ids: number[]; decoded: string }> {
  text: string;
}

/** The path of a golden file. */
export function golden(name: string): string {
  return fileURLToPath(new URL(`goldens/${name}`, import.meta.url));
}

export function goldenLines(name: string): string[] {
  return readFileSync(golden(name), 'utf8').trimEnd().split('\n');
}

export function goldens(): Golden[] {
  return goldenLines('goldens.jsonl').map((line) => JSON.parse(line) as Golden);
}
