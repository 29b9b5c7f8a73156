/** A promotion that was refused: why, and by which numbers. */
import { UserError } from '../foundation/errors.js';
import type { TestScores } from './measuring.js';

export interface Refusal {
  /** `broken`: it computes no numbers, and is refused whatever is asked; `trial`: few whole sentences; `base`: it forgot. */
  ground: 'broken' | 'trial' | 'base';
  /** One line. */
  reason: string;
  /** On the base test, where it came to that: the active model and the one that was refused. */
  base: { before: TestScores; after: TestScores } | null;
}

export class PromotionRefused extends UserError {
  readonly refusal: Refusal;

  constructor(
    reason: string,
    { ground, base = null }: { ground: Refusal['ground']; base?: Refusal['base'] },
  ) {
    super(reason, { status: 409 });
    this.refusal = { ground, reason, base };
  }
}

/** A refusal as it is kept. */
export interface KeptRefusal extends Refusal {
  id: number;
  source: string;
  target: string;
  model: string;
  /** The model that was active, and stayed. */
  active: string | null;
  /** ISO 8601. */
  time: string;
}
