/** What the server tells while the page is open. */
import type { DrawnStep, DrawnTranslating } from '../../../render/models/progress.js';

export interface Heard {
  /** The registry is otherwise than it was. */
  changed?: () => void;
  /** A promotion has come to a step. */
  step?: (event: { model: string; step: DrawnStep }) => void;
  /** A test set is being translated. */
  translating?: (event: DrawnTranslating & { test: string }) => void;
}

const CHANGES = ['registered', 'removed', 'promoted', 'refused'];

/** Listens until the page is left; the browser comes back by itself when the connection breaks. */
export function listen({ changed, step, translating }: Heard): void {
  const source = new EventSource('/v1/events');
  const on = (kind: string, hear: (data: unknown) => void): void => {
    source.addEventListener(kind, (event: MessageEvent<string>) => {
      hear((JSON.parse(event.data) as { data: unknown }).data);
    });
  };
  for (const kind of CHANGES) on(kind, () => changed?.());
  on('promotion', (data) => step?.(data as Parameters<NonNullable<Heard['step']>>[0]));
  on('translating', (data) => translating?.(data as Parameters<NonNullable<Heard['translating']>>[0]));
  // An open stream would keep the page from being shown again as it was.
  window.addEventListener('pagehide', () => source.close());
}

/** Seconds left of something that goes on evenly, from when it was first heard of. */
export class Pace {
  private begun: { key: string; time: number; done: number } | null = null;

  secondsLeft(key: string, done: number, total: number): number | null {
    if (this.begun?.key !== key) this.begun = { key, time: performance.now(), done };
    const { time, done: first } = this.begun;
    const seconds = (performance.now() - time) / 1000;
    return done > first && seconds > 2 ? (seconds / (done - first)) * (total - done) : null;
  }
}
