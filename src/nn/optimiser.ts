/** What all optimisers share: numbers in arrays of their own, one pass over them a step, and the gradient's norm. */
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';

/** The numbers of one parameter, and what the optimiser remembers of each of them, of like length. */
export interface Slot {
  parameter: Variable;
  values: Float32Array;
  /** In the order of the optimiser's `memoryNames`. */
  memory: Float32Array[];
}

/** The norm of all gradients together. */
export function globalNorm(gradients: Iterable<Float32Array>): number {
  let squares = 0;
  for (const gradient of gradients) squares += sumOfSquares(gradient);
  return Math.sqrt(squares);
}

/** Four sums side by side, since each addition has to wait for the one before it. */
function sumOfSquares(x: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < x.length; k += 4) {
    a += x[k] * x[k];
    b += x[k + 1] * x[k + 1];
    c += x[k + 2] * x[k + 2];
    d += x[k + 3] * x[k + 3];
  }
  for (; k < x.length; k++) a += x[k] * x[k];
  return a + b + c + d;
}

/**
 * Keeps parameters and what it remembers of them in arrays of its own and updates them in one pass: a dozen tensor
 * operations over the same numbers would each read and write all of them, and be bound by memory. While it lives,
 * whoever assigns other values to the parameters has to `show` its own again before the next step.
 */
export abstract class Optimiser {
  /** Steps taken. */
  steps = 0;
  /** Names the family of its memory in a checkpoint: one of another family cannot be taken up. */
  abstract readonly family: string;
  protected readonly slots = new Map<string, Slot>();

  /**
   * @param parameters those to be trained, by name
   * @param memoryNames what is remembered of each number, such as a moment
   */
  constructor(
    readonly parameters: ReadonlyMap<string, Variable>,
    private readonly memoryNames: readonly string[],
  ) {
    for (const [name, parameter] of parameters) {
      const values = parameter.dataSync<'float32'>().slice();
      const memory = memoryNames.map(() => new Float32Array(values.length));
      this.slots.set(name, { parameter, values, memory });
    }
  }

  /**
   * Moves every parameter against its gradient.
   * @param scale factor of all gradients, such as that of clipping
   */
  step(gradients: ReadonlyMap<string, Float32Array>, learningRate: number, scale = 1): void {
    this.steps += 1;
    for (const [name, slot] of this.slots) {
      this.update(slot, gradients.get(name) as Float32Array, learningRate, scale);
      assign(slot);
    }
  }

  /** The present values of each parameter: the arrays themselves, which the next step changes. */
  values(): Map<string, Float32Array> {
    return new Map([...this.slots].map(([name, { values }]) => [name, values]));
  }

  /** Takes other values for every parameter, and shows them. */
  take(valuesOf: (name: string) => Float32Array): void {
    for (const [name, { values }] of this.slots) values.set(valuesOf(name));
    this.show();
  }

  /** Gives the parameters the optimiser's values again, after others stood there for a while. */
  show(): void {
    for (const slot of this.slots.values()) assign(slot);
  }

  /** Bytes of its arrays. */
  get bytes(): number {
    let numbers = 0;
    for (const { values } of this.slots.values()) numbers += values.length * (1 + this.memoryNames.length);
    return 4 * numbers;
  }

  /** What it remembers by name, for a checkpoint: the arrays themselves, which the next step changes. */
  state(): Map<string, Float32Array> {
    const state = new Map<string, Float32Array>();
    for (const [name, { memory }] of this.slots) {
      this.memoryNames.forEach((kind, place) => state.set(`${kind}.${name}`, memory[place]));
    }
    return state;
  }

  /** Takes up what `state` gave. */
  restore(steps: number, valuesOf: (name: string) => Float32Array): void {
    this.steps = steps;
    for (const [name, { memory }] of this.slots) {
      this.memoryNames.forEach((kind, place) => memory[place].set(valuesOf(`${kind}.${name}`)));
    }
  }

  /** Changes the values of one parameter, and what is remembered of them, in one pass. */
  protected abstract update(slot: Slot, gradient: Float32Array, learningRate: number, scale: number): void;
}

function assign({ parameter, values }: Slot): void {
  tidy(() => parameter.assign(tensor(values, parameter.shape)));
}
