/** Test sets that models are compared on: the base test, pairs that a job held out, and data sets. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readAllPairs } from '../corpus/reader.js';
import type { Direction } from '../corpus/pairs.js';
import { basePairs, BASE_NAME } from '../datasets/base-data.js';
import { UserError } from '../foundation/errors.js';
import { sha256 } from '../foundation/files.js';
import type { DataSetStore } from '../store/data-sets.js';
import { jobsFolder } from '../store/folder.js';
import { normaliseText } from '../text/normalise.js';

export interface TestSet {
  /** `base`, `job:12`, or `data:3@2`. */
  id: string;
  name: string;
  /** Of its sentences in their direction. */
  sha256: string;
  sources: string[];
  references: string[];
}

export const BASE_TEST = 'base';

/** Where a job keeps the pairs that it held out. */
export const heldOutFile = (home: string, job: number): string =>
  join(jobsFolder(home), `job-${job}`, 'data', 'test.tsv');

function testSet(id: string, name: string, pairs: { source: string; target: string }[]): TestSet {
  const sources = pairs.map(({ source }) => normaliseText(source));
  const references = pairs.map(({ target }) => normaliseText(target));
  return { id, name, sha256: sha256(JSON.stringify([sources, references])), sources, references };
}

/** Where test sets are looked for. */
export interface TestSetPlaces {
  home: string;
  dataSets: DataSetStore;
}

/** The test set of an id, in a direction. @throws UserError 404 where there is none */
export async function readTestSet(
  id: string,
  direction: Direction,
  { home, dataSets }: TestSetPlaces,
): Promise<TestSet> {
  if (id === BASE_TEST) return testSet(id, `${BASE_NAME}/test.tsv`, await basePairs('test', direction));
  const [, job] = /^job:(\d{1,9})$/.exec(id) ?? [];
  const path = job === undefined ? undefined : heldOutFile(home, Number(job));
  if (path !== undefined && existsSync(path)) {
    return testSet(id, `held out by job ${job}`, await readAllPairs([path], direction));
  }
  const [, dataSet, version] = /^data:(\d{1,9})(?:@(\d{1,9}))?$/.exec(id) ?? [];
  if (dataSet !== undefined) {
    const number = Number(dataSet);
    const found = dataSets.version(number, version === undefined ? undefined : Number(version));
    const pairs = dataSets.pairs(number, found.version).map((pair) => ({
      source: pair[direction.source],
      target: pair[direction.target],
    }));
    const { name } = dataSets.read(number);
    return testSet(`data:${number}@${found.version}`, `${name}, version ${found.version}`, pairs);
  }
  throw new UserError(
    `test: expected ${BASE_TEST}, job:NUMBER or data:NUMBER, got '${id.slice(0, 40)}'; \`base\` is always there`,
    { status: 404 },
  );
}
