/** Two models on one test set: scores with intervals, a paired test, and the sentences that got better and worse. */
import { Worker } from 'node:worker_threads';
import { chrfMetric } from '../evaluation/chrf.js';
import { corpusStatistics } from '../evaluation/metric.js';
import { sentenceScores } from '../evaluation/ranking.js';
import { evaluateSystems } from '../evaluation/report.js';
import type { SystemReport } from '../evaluation/report.js';

export interface ComparisonInput {
  /** Name and translations of each model; the first is the one that the other is held against. */
  systems: [{ name: string; hypotheses: string[] }, { name: string; hypotheses: string[] }];
  sources: string[];
  references: string[];
  /** Sentences to name of those that got better, and of those that got worse. */
  examples: number;
}

export interface ComparedSentence {
  source: string;
  reference: string;
  /** The first model's translation and its chrF. */
  before: string;
  beforeScore: number;
  /** The other's. */
  after: string;
  afterScore: number;
}

export interface Comparison {
  sentences: number;
  /** With `confidence` each, and `comparison` on the second. */
  systems: SystemReport[];
  /** Sentences by how they changed in chrF. */
  changes: { better: number; worse: number; same: number };
  /** The greatest change first. */
  better: ComparedSentence[];
  worse: ComparedSentence[];
}

/** Differences of sentence chrF that are rounding. */
const SAME = 0.005;

/** Compares at once; with bootstrap, seconds of computation for a thousand sentences. */
export function compareSystems({ systems, sources, references, examples }: ComparisonInput): Comparison {
  const reports = evaluateSystems(systems, [references], { confidence: true, test: 'bootstrap' });
  const metric = chrfMetric();
  const [before, after] = systems.map(({ hypotheses }) =>
    sentenceScores({ metric, statistics: corpusStatistics(metric, hypotheses, [references]) }),
  );
  const change = (i: number): number => after[i] - before[i];
  const order = [...sources.keys()].sort((a, b) => change(b) - change(a) || a - b);
  const better = order.filter((i) => change(i) > SAME);
  const worse = order.filter((i) => change(i) < -SAME).reverse();
  const compared = (i: number): ComparedSentence => ({
    source: sources[i],
    reference: references[i],
    before: systems[0].hypotheses[i],
    beforeScore: before[i],
    after: systems[1].hypotheses[i],
    afterScore: after[i],
  });
  return {
    sentences: sources.length,
    systems: reports,
    changes: {
      better: better.length,
      worse: worse.length,
      same: sources.length - better.length - worse.length,
    },
    better: better.slice(0, examples).map(compared),
    worse: worse.slice(0, examples).map(compared),
  };
}

/** Compares in a thread of its own, so that the server's goes on answering. */
export function compareInThread(
  input: ComparisonInput,
  script = new URL('./comparison-worker.js', import.meta.url),
): Promise<Comparison> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(script, { workerData: input });
    worker.once('message', (comparison: Comparison) => {
      resolve(comparison);
      void worker.terminate();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      reject(new Error(`comparison: its thread ended with ${code}`));
    });
  });
}
