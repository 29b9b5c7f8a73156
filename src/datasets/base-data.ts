/** The base data: Ieum's own corpus, which keeps a fine-tuned model from forgetting and tells whether it did. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readAllPairs } from '../corpus/reader.js';
import { Exclusion, DEFAULT_NEAR } from '../corpus/exclusion.js';
import type { Direction, Pair } from '../corpus/pairs.js';
import { UserError } from '../foundation/errors.js';

export const BASE_PARTS = ['train', 'dev', 'test'] as const;
export type BasePart = (typeof BASE_PARTS)[number];

/** What the base data is called where scores on it are shown. */
export const BASE_NAME = 'data/everyday';

/** The folder that holds package.json, from src/datasets and from dist/datasets alike. */
const PACKAGE = fileURLToPath(new URL('../../', import.meta.url));

/** `IEUM_BASE_DATA`, or the corpus that comes with Ieum. */
export function baseDataFolder(): string {
  const folder = process.env.IEUM_BASE_DATA;
  return folder === undefined || folder === '' ? join(PACKAGE, 'data', 'everyday') : folder;
}

/** The file of a part: TSV, Korean first. @throws UserError where it is missing */
export function baseFile(part: BasePart, folder: string = baseDataFolder()): string {
  const path = join(folder, `${part}.tsv`);
  if (existsSync(path)) return path;
  throw new UserError(
    `base data ${path}: expected a file of pairs, got none; set IEUM_BASE_DATA to a folder with train.tsv, dev.tsv and test.tsv`,
    { exitCode: 1, status: 500 },
  );
}

/** The pairs of a part. */
export function basePairs(part: BasePart, direction: Direction): Promise<Pair[]> {
  return readAllPairs([baseFile(part)], direction);
}

/** The sentences of the base test, which must not be trained on, or its score would say nothing. */
export async function baseTestExclusion(): Promise<Exclusion> {
  const exclusion = new Exclusion({ near: DEFAULT_NEAR });
  for (const { source, target } of await basePairs('test', { source: 'ko', target: 'en' })) {
    exclusion.add(source, 'the base test');
    exclusion.add(target, 'the base test');
  }
  return exclusion;
}
