/** Uploads that were read and cleaned and wait for someone to say that they are to be stored. Held in memory only. */
import { randomBytes } from 'node:crypto';
import { UserError } from '../foundation/errors.js';
import { tsvLine } from '../store/data-sets.js';
import type { DataSet, DataSetStore } from '../store/data-sets.js';
import { baseTestExclusion } from './base-data.js';
import { cleanUpload } from './upload.js';
import type { CleanPair, CleanUpload, UploadFile, UploadOptions } from './upload.js';

export interface Preview extends Omit<CleanUpload, 'pairs'> {
  id: string;
  /** Pairs that would be stored. */
  count: number;
  /** The first of them. */
  sample: CleanPair[];
}

export interface PreviewOptions extends Omit<UploadOptions, 'exclude'> {
  /** Whether sentences of the base test, and nearly the same ones, are dropped. */
  excludeBaseTest?: boolean;
}

/** Previews kept at once; the oldest goes first. */
const MOST_KEPT = 4;
const KEPT_MILLISECONDS = 30 * 60_000;
const SAMPLE = 20;

export class Previews {
  private readonly kept = new Map<string, { upload: CleanUpload; time: number }>();

  constructor(private readonly dataSets: DataSetStore) {}

  /** Reads and cleans files. @throws UserError for files that cannot be read */
  async make(
    files: UploadFile[],
    { excludeBaseTest = true, ...options }: PreviewOptions = {},
  ): Promise<Preview> {
    const exclude = excludeBaseTest ? await baseTestExclusion() : undefined;
    const upload = await cleanUpload(files, { ...options, exclude });
    const id = randomBytes(12).toString('hex');
    this.kept.set(id, { upload, time: Date.now() });
    for (const [oldest, { time }] of this.kept) {
      if (this.kept.size > MOST_KEPT || Date.now() - time > KEPT_MILLISECONDS) this.kept.delete(oldest);
    }
    return this.describe(id, upload);
  }

  /** @throws UserError 404 for one that is not kept */
  read(id: string): Preview {
    return this.describe(id, this.upload(id));
  }

  /** Stores what a preview showed: as a new data set, or behind the pairs of one, but for those that it has. */
  store(id: string, { name, dataSet }: { name?: string; dataSet?: number }): DataSet {
    const { pairs, name: file } = this.upload(id);
    if (pairs.length === 0) {
      throw new UserError(
        `${file}: expected pairs to keep, got none; the report says what is wrong with them`,
      );
    }
    const stored =
      dataSet === undefined
        ? this.dataSets.create(checkName(name), pairs, file)
        : this.append(dataSet, pairs, file);
    this.kept.delete(id);
    return stored;
  }

  private append(dataSet: number, pairs: CleanPair[], file: string): DataSet {
    const known = new Set(this.dataSets.pairs(dataSet).map(tsvLine));
    const fresh = pairs.filter((pair) => !known.has(tsvLine(pair)));
    const there = pairs.length - fresh.length;
    if (fresh.length === 0) {
      throw new UserError(
        `${file}: expected pairs that the data set does not have yet, got none; it has all of them`,
      );
    }
    const note = there === 0 ? '' : `, but for ${there} that stood there`;
    return this.dataSets.append(dataSet, fresh, `${file} added${note}`);
  }

  /** Forgets a preview. */
  discard(id: string): void {
    this.kept.delete(id);
  }

  private describe(id: string, { name, pairs, report }: CleanUpload): Preview {
    return { id, name, report, count: pairs.length, sample: pairs.slice(0, SAMPLE) };
  }

  private upload(id: string): CleanUpload {
    const entry = this.kept.get(id);
    if (entry && Date.now() - entry.time <= KEPT_MILLISECONDS) return entry.upload;
    throw new UserError(
      'preview: expected one of the last half hour, got none of that name; send the file again',
      {
        status: 404,
      },
    );
  }
}

const LONGEST_NAME = 80;

/** A name of a data set as it may be stored. @throws UserError for one that is empty or too long */
export function checkName(name = ''): string {
  const plain = name.replace(/\p{Control}/gu, ' ').trim();
  if (plain !== '' && plain.length <= LONGEST_NAME) return plain;
  throw new UserError(
    `name: expected 1 to ${LONGEST_NAME} characters, got ${plain.length}; name the data set`,
  );
}
