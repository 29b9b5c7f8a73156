/** What all optimisers share: numbers that the engine holds, one pass over them a step, and the gradient's norm. */
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { runningUpdates } from './backend-updates.js';
import type { HeldNumbers } from './updates.js';

/** The numbers of one parameter, and what the optimiser remembers of each of them. */
export interface Slot {
  parameter: Variable;
  values: HeldNumbers;
  /** In the order of the optimiser's `memoryNames`. */
  memory: HeldNumbers[];
}

/** The norm of all gradients together. */
export function globalNorm(gradients: Iterable<Tensor>): number {
  const updates = runningUpdates();
  let squares = 0;
  for (const gradient of gradients) squares += updates.squaredNorm(gradient);
  return Math.sqrt(squares);
}

/**
 * Keeps the values of parameters, and what it remembers of them, where the engine changes them in place. While it
 * lives, whoever assigns other values to the parameters has to `show` its own again before the next step.
 */
export abstract class Optimiser {
  /** Steps taken. */
  steps = 0;
  /** Names the family of its memory in a checkpoint: one of another family cannot be taken up. */
  abstract readonly family: string;
  protected readonly updates = runningUpdates();
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
      const { shape, size } = parameter;
      const values = this.updates.hold(parameter.dataSync<'float32'>(), shape);
      const memory = memoryNames.map(() => this.updates.hold(new Float32Array(size), shape));
      this.slots.set(name, { parameter, values, memory });
    }
    this.show();
  }

  /**
   * Moves every parameter against its gradient.
   * @param scale factor of all gradients, such as that of clipping
   */
  step(gradients: ReadonlyMap<string, Tensor>, learningRate: number, scale = 1): void {
    this.steps += 1;
    for (const [name, slot] of this.slots) {
      this.updates.withdraw(slot.parameter);
      this.update(slot, gradients.get(name) as Tensor, learningRate, scale);
      this.updates.show(slot.values, slot.parameter);
    }
  }

  /** A copy of the present values of each parameter. */
  values(): Map<string, Float32Array> {
    return new Map([...this.slots].map(([name, { values }]) => [name, this.updates.read(values)]));
  }

  /** Where the engine holds a parameter's present values. */
  held(name: string): HeldNumbers {
    return this.slots.get(name)?.values;
  }

  /** Takes other values for every parameter, and shows them. */
  take(valuesOf: (name: string) => Float32Array): void {
    for (const [name, { values }] of this.slots) this.updates.write(values, valuesOf(name));
    this.show();
  }

  /** Gives the parameters the optimiser's values again, after others stood there for a while. */
  show(): void {
    for (const { values, parameter } of this.slots.values()) this.updates.show(values, parameter);
  }

  /** Bytes of its numbers. */
  get bytes(): number {
    let numbers = 0;
    for (const { parameter } of this.slots.values())
      numbers += parameter.size * (1 + this.memoryNames.length);
    return 4 * numbers;
  }

  /** A copy of what it remembers by name, for a checkpoint. */
  state(): Map<string, Float32Array> {
    const state = new Map<string, Float32Array>();
    for (const [name, { memory }] of this.slots) {
      this.memoryNames.forEach((kind, place) =>
        state.set(`${kind}.${name}`, this.updates.read(memory[place])),
      );
    }
    return state;
  }

  /** Takes up what `state` gave. */
  restore(steps: number, valuesOf: (name: string) => Float32Array): void {
    this.steps = steps;
    for (const [name, { memory }] of this.slots) {
      this.memoryNames.forEach((kind, place) =>
        this.updates.write(memory[place], valuesOf(`${kind}.${name}`)),
      );
    }
  }

  /** Frees what the engine holds for it; the parameters keep their values. */
  dispose(): void {
    for (const { values, memory } of this.slots.values()) {
      for (const numbers of [values, ...memory]) this.updates.free(numbers);
    }
    this.slots.clear();
  }

  /** Changes the values of one parameter, and what is remembered of them, in one pass. */
  protected abstract update(slot: Slot, gradient: Tensor, learningRate: number, scale: number): void;
}
