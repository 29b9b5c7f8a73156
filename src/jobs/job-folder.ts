/** Where a job keeps its files: the folder of its run, with its data beside the checkpoints. */
import { join, resolve } from 'node:path';
import { heldOutFile } from '../registry/test-sets.js';
import { jobsFolder } from '../store/folder.js';

export class JobFolder {
  /** A folder of a run, as `ieum train` makes one too. */
  readonly path: string;

  constructor(
    private readonly home: string,
    private readonly job: number,
  ) {
    this.path = resolve(jobsFolder(home), `job-${job}`);
  }

  /** Pairs that are trained on, validated with and tested with. */
  get data(): string {
    return join(this.path, 'data');
  }
  get test(): string {
    return resolve(heldOutFile(this.home, this.job));
  }
  /** What the process said. */
  get log(): string {
    return join(this.path, 'process.log');
  }
  /** The model as it will be registered, while it is measured. */
  get publication(): string {
    return join(this.path, 'publication');
  }
}
