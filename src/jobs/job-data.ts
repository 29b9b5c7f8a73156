/** The data of a job as files, written once when it begins, so that it goes on with the same ones whatever changes. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Pair } from '../corpus/pairs.js';
import { basePairs } from '../datasets/base-data.js';
import { sha256, writeFileAtomically } from '../foundation/files.js';
import { Random } from '../foundation/random.js';
import { provenanceSchema } from '../registry/provenance.js';
import { tsvLine } from '../store/data-sets.js';
import type { DataSetStore } from '../store/data-sets.js';
import { holdOut } from './held-out.js';
import type { OwnPair } from './held-out.js';
import type { JobRequest } from './job-request.js';
import { presetOf } from './presets.js';

const count = z.int().min(0);

/** What stands in the files, as `data.json` says. */
const jobDataSchema = z.object({
  /** Versions of data sets in the order of the request; `train-0.tsv` has what is trained on of the first. */
  sets: provenanceSchema.shape.data.element.extend({ train: count }).array(),
  baseShare: z.number(),
  /** Pairs of `base.tsv`; 0 without one. */
  basePairs: count,
  baseHash: z.string(),
  dev: count,
  baseDev: count,
  test: count,
  /** A sentence to draw the attention of. */
  probe: z.string(),
});

export type JobData = z.infer<typeof jobDataSchema>;

const SEED_OF_SAMPLES = 17;
/** Base pairs to validate with beside one's own, so that what is best has not forgotten. */
const FEWEST_BASE_DEV = 50;

const KO_EN = { source: 'ko', target: 'en' } as const;

/** Some pairs, the same ones each time. */
function sample(pairs: Pair[], most: number): Pair[] {
  return pairs.length <= most ? pairs : new Random(SEED_OF_SAMPLES).shuffle([...pairs]).slice(0, most);
}

const tsv = (pairs: readonly { ko: string; en: string }[]): string => pairs.map(tsvLine).join('');
const fromPair = ({ source, target }: Pair): { ko: string; en: string } => ({ ko: source, en: target });

/** The versions that a request means, with all their pairs. */
function ownPairs({ data }: JobRequest, dataSets: DataSetStore): { sets: JobData['sets']; pairs: OwnPair[] } {
  const sets = data.map(({ dataSet, version, weight }) => {
    const found = dataSets.version(dataSet, version);
    const { name } = dataSets.read(dataSet);
    return { name, dataSet, version: found.version, hash: found.hash, pairs: found.pairs, weight, train: 0 };
  });
  const pairs = sets.flatMap(({ dataSet, version }, set) =>
    dataSets.pairs(dataSet, version).map(({ ko, en }) => ({ ko, en, set })),
  );
  return { sets, pairs };
}

/**
 * Writes the files of a job into a folder, where they are not there yet: `train-0.tsv` and so on, `dev.tsv`,
 * `test.tsv`, `base.tsv`, `base-dev.tsv`, and last `data.json`, by which they are known to be whole.
 * @throws UserError where the data is gone or too little
 */
export async function writeJobData(
  request: JobRequest,
  dataSets: DataSetStore,
  folder: string,
): Promise<JobData> {
  const card = join(folder, 'data.json');
  if (existsSync(card)) return jobDataSchema.parse(JSON.parse(readFileSync(card, 'utf8')));
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => {
    writeFileAtomically(join(folder, name), text);
  };
  const preset = presetOf(request);
  const { sets, pairs } = ownPairs(request, dataSets);
  const { test } = request;
  const {
    train,
    dev,
    test: held,
  } = holdOut(pairs, test && dataSets.pairs(test.dataSet, test.version), request.seed);
  sets.forEach((set, place) => {
    const own = train.filter((pair) => pair.set === place);
    set.train = own.length;
    write(`train-${place}.tsv`, tsv(own));
  });
  write('dev.tsv', tsv(dev));
  write('test.tsv', tsv(held));
  const baseShare = request.baseShare ?? preset.baseShare;
  const base = baseShare > 0 ? sample(await basePairs('train', KO_EN), preset.basePairs ?? Infinity) : [];
  const baseDev =
    baseShare > 0 ? sample(await basePairs('dev', KO_EN), Math.max(FEWEST_BASE_DEV, dev.length)) : [];
  const baseText = tsv(base.map(fromPair));
  write('base.tsv', baseText);
  write('base-dev.tsv', tsv(baseDev.map(fromPair)));
  const data: JobData = {
    ...{ sets, baseShare, basePairs: base.length, baseHash: sha256(baseText) },
    ...{ dev: dev.length, baseDev: baseDev.length, test: held.length },
    probe: request.probe ?? held[0][request.source],
  };
  write('data.json', `${JSON.stringify(data, null, 2)}\n`);
  return data;
}
