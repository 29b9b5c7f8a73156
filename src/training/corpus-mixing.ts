/** Several corpora in one epoch: how often each is read, by weight and temperature, and in which order. */
import { Random } from '../foundation/random.js';
import { mixSeeds, STREAMS } from './seeds.js';

/** The examples of one corpus among those of all. */
export interface CorpusPart {
  first: number;
  size: number;
  weight: number;
}

/**
 * How many examples of each corpus an epoch reads: in proportion to w n^(1/T) (Arivazhagan et al. 2019), n being
 * its size, and together as many as there are. With equal weights and T = 1 that is each example once; a higher
 * temperature brings corpora of different size closer together.
 */
export function corpusQuotas(parts: CorpusPart[], temperature: number): number[] {
  const total = parts.reduce((sum, { size }) => sum + size, 0);
  const shares = parts.map(({ size, weight }) => (size === 0 ? 0 : weight * size ** (1 / temperature)));
  const sum = shares.reduce((a, b) => a + b, 0);
  const exact = shares.map((share) => (total * share) / sum);
  const quotas = exact.map((value) => Math.floor(value + 1e-9));
  // What rounding down left goes to those that lost most by it.
  const byLoss = exact.map((_, place) => place).sort((a, b) => exact[b] - quotas[b] - (exact[a] - quotas[a]));
  const missing = total - quotas.reduce((a, b) => a + b, 0);
  for (const place of byLoss.slice(0, missing)) quotas[place] += 1;
  return quotas;
}

/**
 * The examples of one epoch in random order. Each corpus is read in rounds, every round in an order of its own,
 * and an epoch goes on in it where the one before ended, so that no example is read twice before all were once.
 */
export function epochOrder(parts: CorpusPart[], quotas: number[], seed: number, epoch: number): number[] {
  const order: number[] = [];
  parts.forEach(({ first, size }, part) => {
    let at = epoch * quotas[part];
    const end = at + quotas[part];
    while (at < end) {
      const round = Math.floor(at / size);
      const random = new Random(mixSeeds(seed, STREAMS.order, part, round));
      const examples = random.shuffle(Array.from({ length: size }, (_, place) => first + place));
      const until = Math.min(end, (round + 1) * size);
      for (let place = at; place < until; place++) order.push(examples[place - round * size]);
      at = until;
    }
  });
  return new Random(mixSeeds(seed, STREAMS.order, -1, epoch)).shuffle(order);
}
