/** Server-sent events of trainings: each once, in order, also after the connection was lost. */
import type { TrainingEvent } from '../../../render/training/history.js';

const KINDS = [
  'state',
  'note',
  'began',
  'training',
  'validation',
  'probe',
  'ended',
  'failed',
  'measured',
  'registered',
];

/** After a refusal, where the browser does not come back by itself. */
const AGAIN_MILLISECONDS = 5000;

export interface StreamOptions {
  /** Number of the last event that the page has. */
  after: number;
  /** Takes what came since the last picture was drawn, oldest first. */
  take: (events: TrainingEvent[]) => void;
  /** Told whether the stream is connected. */
  connected?: (connected: boolean) => void;
}

/** Follows events from a number on; the browser names the last one that it saw when it comes back. */
export class EventStream {
  private source: EventSource | null = null;
  private waiting: TrainingEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | null = null;
  private last: number;
  private closed = false;

  constructor(
    private readonly address: string,
    private readonly options: StreamOptions,
  ) {
    this.last = options.after;
    this.open();
  }

  close(): void {
    this.closed = true;
    this.source?.close();
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private open(): void {
    const source = new EventSource(`${this.address}?after=${this.last}`);
    this.source = source;
    source.addEventListener('open', () => this.options.connected?.(true));
    source.addEventListener('error', () => {
      this.options.connected?.(false);
      if (source.readyState !== EventSource.CLOSED || this.closed) return;
      this.timer = setTimeout(() => this.open(), AGAIN_MILLISECONDS);
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        this.receive(JSON.parse(message.data) as TrainingEvent);
      });
    }
  }

  private receive(event: TrainingEvent): void {
    if (event.id <= this.last) return;
    this.last = event.id;
    this.waiting.push(event);
    // Many come at once after a while away; they are drawn together.
    if (this.waiting.length === 1) setTimeout(() => this.hand(), 0);
  }

  private hand(): void {
    if (this.closed) return;
    this.options.take(this.waiting.splice(0));
  }
}
