/** `npm run bench -- train`: one training step at a given shape, alone or in turn with another program. */
import { performance } from 'node:perf_hooks';
import { Random } from '../src/foundation/random.js';
import type { ModelConfig } from '../src/model/model-config.js';
import { NO_DROPOUT } from '../src/model/model-config.js';
import { parallelBatch } from '../src/model/parallel-batch.js';
import type { ParallelBatch } from '../src/model/parallel-batch.js';
import { initialiseParameters } from '../src/model/parameters.js';
import { TranslationModel } from '../src/model/translation-model.js';
import { Adam } from '../src/nn/adam.js';
import { initialiseEngine } from '../src/nn/backend.js';
import type { CellKind } from '../src/nn/cells.js';
import type { Precision } from '../src/nn/precision.js';
import { resolvePrecision } from '../src/training/preparation.js';
import { trainingStep } from '../src/training/training-step.js';
import { median } from './median.js';
import { runPeer } from './peer.js';
import type { PeerResult } from './peer.js';

export interface TrainBenchOptions {
  /** V vocabulary of either side, E embedding, H state, B sentences, T words of a sentence with its end. */
  shape: Record<'V' | 'E' | 'H' | 'B' | 'T', number>;
  cell: CellKind;
  inputFeeding: boolean;
  precision: Precision | 'auto';
  /** Steps that are timed in each round, after two that are not. */
  steps: number;
  /** How often the programs take turns. */
  rounds: number;
  /** A program that prints a line of JSON with `target_tokens_per_second`; null for none. */
  peer: string | null;
  onRound?: (round: number) => void;
}

export interface TrainBenchReport {
  shape: TrainBenchOptions['shape'];
  cell: CellKind;
  input_feeding: boolean;
  precision: Precision;
  engine: string;
  threads: number;
  steps: number;
  /** Median of a step. */
  seconds: number;
  target_tokens_per_second: number;
  /** Resident memory in megabytes after half of the steps, after all, and at its highest. */
  memory: { middle: number; end: number; most: number };
  peer?: PeerResult & { command: string };
  /** Median of our speed over the median of the peer's. */
  ratio?: number;
}

const UNTIMED_STEPS = 2;
const MEGABYTE = 2 ** 20;

/** Random sentences of full length: as much work as the shape can hold. */
function batchOf({ V, B, T }: TrainBenchOptions['shape'], random: Random): ParallelBatch {
  const sentence = (length: number): number[] => Array.from({ length }, () => 4 + random.int(V - 4));
  const sentences = (length: number): number[][] => Array.from({ length: B }, () => sentence(length));
  // The batch adds the end of the target sentence itself.
  return parallelBatch(sentences(T), sentences(T - 1));
}

/** Times rounds of steps, and after each the peer. */
export async function benchTrain(options: TrainBenchOptions): Promise<TrainBenchReport> {
  const { shape, cell, inputFeeding, steps, rounds, peer } = options;
  const engine = await initialiseEngine();
  const precision = resolvePrecision(options.precision);
  const random = new Random(1);
  const config: ModelConfig = {
    ...{ sourceVocabulary: shape.V, targetVocabulary: shape.V, embedding: shape.E, hidden: shape.H },
    ...{ encoderLayers: 1, decoderLayers: 1, bidirectional: true, cell, inputFeeding },
    ...{ attention: 'dot', bridge: 'zero', tiedEmbeddings: 'none', layerNorm: false },
  };
  const model = new TranslationModel(config, initialiseParameters(config, random));
  const optimiser = new Adam(model.parameters);
  const batch = batchOf(shape, random);
  const step = (): number => {
    const started = performance.now();
    trainingStep(model, optimiser, [batch], {
      ...{ learningRate: 5e-4, clipNorm: Infinity, labelSmoothing: 0, rates: NO_DROPOUT, random, precision },
    });
    return (performance.now() - started) / 1000;
  };
  const resident = (): number => Math.round(process.memoryUsage.rss() / MEGABYTE);

  const times: number[] = [];
  const memory: number[] = [];
  const peers: PeerResult[] = [];
  for (let round = 0; round < rounds; round++) {
    options.onRound?.(round);
    for (let k = 0; k < UNTIMED_STEPS; k++) step();
    for (let k = 0; k < steps; k++) {
      times.push(step());
      memory.push(resident());
    }
    if (peer !== null) peers.push(await runPeer(peer));
  }
  const seconds = median(times);
  const speed = batch.tokens / seconds;
  const report: TrainBenchReport = {
    ...{ shape, cell, input_feeding: inputFeeding, precision, engine: engine.description },
    threads: engine.threads,
    steps: times.length,
    seconds: Number(seconds.toFixed(4)),
    target_tokens_per_second: Math.round(speed),
    memory: {
      middle: memory[Math.floor((memory.length - 1) / 2)],
      end: memory[memory.length - 1],
      most: Math.max(...memory),
    },
  };
  if (peer === null) return report;
  const theirs = median(peers.map((result) => result.target_tokens_per_second));
  return {
    ...report,
    peer: { ...peers[0], command: peer, target_tokens_per_second: Math.round(theirs) },
    ratio: Number((speed / theirs).toFixed(3)),
  };
}
