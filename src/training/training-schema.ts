/** How a run learns and how it is validated: the sections `training`, `validation` and `warmStart` of its configuration. */
import { z } from 'zod';

const rate = z.number().min(0).lt(1);
const count = z.int().min(1);

const moments = {
  beta1: rate.default(0.9),
  beta2: rate.default(0.98),
  epsilon: z.number().gt(0).default(1e-8),
};

const optimiser = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('adam'), ...moments }),
  z.strictObject({ kind: z.literal('adamw'), ...moments, weightDecay: z.number().min(0).default(0.01) }),
  z.strictObject({
    kind: z.literal('sgd'),
    momentum: rate.default(0.9),
    nesterov: z.boolean().default(false),
  }),
]);

export const SCHEDULES = ['constant', 'linear', 'inverseSquareRoot', 'exponential', 'plateau'] as const;

export const trainingSchema = z.strictObject({
  seed: z.int().min(0).default(1),
  updates: count.default(20000),
  batchTokens: count.default(1000),
  accumulate: count.default(1),
  longest: count.default(80),
  optimiser: optimiser.prefault({ kind: 'adam' }),
  learningRate: z.number().gt(0).default(0.001),
  lowestLearningRate: z.number().min(0).default(0),
  warmup: z.int().min(0).default(200),
  schedule: z.enum(SCHEDULES).default('linear'),
  decay: z.number().gt(0).lt(1).default(0.5),
  decayEvery: count.default(5000),
  plateauPatience: count.default(2),
  clipNorm: z.number().gt(0).default(1),
  labelSmoothing: rate.default(0.1),
  averageDecay: rate.default(0),
  freeze: z.array(z.string().min(1)).default([]),
  subwordSampling: z
    .strictObject({
      bpeDropout: rate.default(0),
      unigramAlpha: z.number().min(0).default(0),
      sides: z.array(z.enum(['source', 'target'])).default(['source', 'target']),
    })
    .prefault({}),
  dropout: z
    .strictObject({
      embedding: rate.default(0.2),
      layer: rate.default(0.2),
      recurrent: rate.default(0),
      attentional: rate.default(0.2),
      sourceWords: rate.default(0),
      targetWords: rate.default(0),
    })
    .prefault({}),
  precision: z.enum(['float32', 'bfloat16', 'auto']).default('auto'),
});

export const validationSchema = z.strictObject({
  every: count.default(500),
  metric: z.enum(['loss', 'bleu', 'chrf']).default('chrf'),
  patience: count.default(8),
  keepBest: count.default(1),
  sentences: count.default(1000),
  samples: z.int().min(0).default(3),
  probe: z.string().optional(),
});

export const warmStartSchema = z.strictObject({
  checkpoint: z.string(),
  vocabulary: z.enum(['same', 'new']).default('same'),
});

interface Sections {
  tokenizer: { algorithm: 'bpe' | 'unigram' };
  training: z.infer<typeof trainingSchema>;
  validation: z.infer<typeof validationSchema>;
  warmStart?: z.infer<typeof warmStartSchema>;
}

/** Two settings that cannot both be meant, as `key: expected X, got Y`; null where there are none. */
export function findTrainingContradiction({
  tokenizer,
  training,
  validation,
  warmStart,
}: Sections): string | null {
  const { optimiser, schedule, plateauPatience } = training;
  if (optimiser.kind === 'sgd' && optimiser.nesterov && optimiser.momentum === 0)
    return 'training.optimiser.momentum: expected a number above 0 with nesterov: true, got 0';
  if (schedule === 'plateau' && plateauPatience >= validation.patience) {
    return `training.plateauPatience: expected less than validation.patience (${validation.patience}), got ${plateauPatience}`;
  }
  if (training.lowestLearningRate > training.learningRate) {
    return `training.lowestLearningRate: expected at most learningRate (${training.learningRate}), got ${training.lowestLearningRate}`;
  }
  // With the vocabulary of another model, only that model says which algorithm reads it.
  if (warmStart?.vocabulary === 'same') return null;
  return findSamplingContradiction(training.subwordSampling, tokenizer.algorithm);
}

/** Why subwords cannot be sampled as asked from a vocabulary of an algorithm; null where they can. */
export function findSamplingContradiction(
  { bpeDropout, unigramAlpha }: Sections['training']['subwordSampling'],
  algorithm: 'bpe' | 'unigram',
): string | null {
  if (algorithm === 'unigram' && bpeDropout > 0)
    return `training.subwordSampling.bpeDropout: expected 0 with a unigram vocabulary, got ${bpeDropout}; use unigramAlpha`;
  if (algorithm === 'bpe' && unigramAlpha > 0)
    return `training.subwordSampling.unigramAlpha: expected 0 with a BPE vocabulary, got ${unigramAlpha}; use bpeDropout`;
  return null;
}
