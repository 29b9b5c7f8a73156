/** The parameters of a model in numbers: shapes, counts, norms. */
import type { StoredTensor } from '../model/safetensors.js';

export interface ParameterSummary {
  name: string;
  shape: number[];
  count: number;
  /** √Σx² */
  norm: number;
  /** √(Σx² / count): comparable between parameters. */
  rootMeanSquare: number;
  least: number;
  greatest: number;
  /** Numbers that are NaN or infinite, which a sound model has none of. */
  broken: number;
}

/** Summarises one parameter; broken numbers count in nothing else. */
export function summarise(name: string, { shape, values }: StoredTensor): ParameterSummary {
  let squares = 0;
  let least = Infinity;
  let greatest = -Infinity;
  let broken = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) {
      broken++;
      continue;
    }
    squares += value * value;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const count = values.length;
  return {
    ...{ name, shape, count, least, greatest, broken },
    norm: Math.sqrt(squares),
    rootMeanSquare: Math.sqrt(squares / Math.max(1, count - broken)),
  };
}

export interface ModelSummary {
  parameters: ParameterSummary[];
  count: number;
  /** √Σx² over all. */
  norm: number;
}

export function summariseModel(parameters: ReadonlyMap<string, StoredTensor>): ModelSummary {
  const summaries = [...parameters].map(([name, tensor]) => summarise(name, tensor));
  return {
    parameters: summaries,
    count: summaries.reduce((sum, { count }) => sum + count, 0),
    norm: Math.hypot(...summaries.map(({ norm }) => norm)),
  };
}
