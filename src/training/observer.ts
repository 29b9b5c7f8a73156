/** Who wants to know how a run goes: the progress bar, the log, the store. */
import type { ValidationResult } from './validation.js';

export interface UpdateReport {
  update: number;
  updates: number;
  epoch: number;
  /** Label-smoothed loss in nats a target word. */
  loss: number;
  gradientNorm: number;
  learningRate: number;
  /** Target tokens a second, without padding, over the last reports. */
  tokensPerSecond: number;
  /** Seconds of training so far and, at this pace, to the last update. */
  seconds: number;
  secondsLeft: number;
}

export interface ValidationReport extends ValidationResult {
  update: number;
  epoch: number;
  seconds: number;
  /** Whether it is the best so far. */
  best: boolean;
  samples: { source: string; reference: string; hypothesis: string }[];
}

export type RunEnd = 'finished' | 'stopped early' | 'interrupted';

export interface TrainingObserver {
  say?: (line: string) => void;
  /** The run starts, or goes on after so many updates. */
  began?: (update: number) => void;
  updated?: (report: UpdateReport) => void;
  validated?: (report: ValidationReport) => void;
  /** The probe sentence's attention was drawn, after so many updates. */
  probed?: (update: number) => void;
  ended?: (end: RunEnd) => void;
}

/** Tells each observer in turn. */
export function together(observers: TrainingObserver[]): TrainingObserver {
  return {
    say: (line) => observers.forEach((observer) => observer.say?.(line)),
    began: (update) => observers.forEach((observer) => observer.began?.(update)),
    updated: (report) => observers.forEach((observer) => observer.updated?.(report)),
    validated: (report) => observers.forEach((observer) => observer.validated?.(report)),
    probed: (update) => observers.forEach((observer) => observer.probed?.(update)),
    ended: (end) => observers.forEach((observer) => observer.ended?.(end)),
  };
}
