/** Server-sent events: each client reads on from the last event that it saw, also after it was away. */
import type { Response } from 'express';
import { UserError } from '../foundation/errors.js';
import type { EventFilter, EventStore, StoredEvent } from '../store/events.js';

export interface StreamOptions {
  /** Number of the last event that the client has. */
  after: number;
  /** What it follows; asked anew each time, since a job gets its run later. */
  filter: () => EventFilter;
}

interface Client extends StreamOptions {
  response: Response;
  /** Whether its connection took what was written last. */
  ready: boolean;
}

/** How often new events are looked for. */
const POLL_MILLISECONDS = 250;
/** A comment goes out so often, by which a client or a proxy knows that the connection lives. */
const SIGN_OF_LIFE_MILLISECONDS = 15_000;
const MOST_CLIENTS = 200;
/** Events written at one go. */
const PORTION = 500;

const encode = ({ id, kind, ...event }: StoredEvent): string =>
  `id: ${id}\nevent: ${kind}\ndata: ${JSON.stringify({ id, kind, ...event })}\n\n`;

export class EventStreams {
  private readonly clients = new Set<Client>();
  private timer: NodeJS.Timeout | null = null;
  private lifeTimer: NodeJS.Timeout | null = null;
  private seen = 0;

  constructor(private readonly events: EventStore) {}

  /** Answers with events until the client leaves. @throws UserError 503 where too many listen already */
  open(response: Response, options: StreamOptions): void {
    if (this.clients.size >= MOST_CLIENTS) {
      throw new UserError(
        `events: expected at most ${MOST_CLIENTS} listeners, got one more; try again later`,
        {
          status: 503,
          retryAfter: 30,
        },
      );
    }
    response.set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 2000\n\n');
    const client: Client = { ...options, response, ready: true };
    this.clients.add(client);
    response.on('drain', () => {
      client.ready = true;
      this.write(client);
    });
    response.once('close', () => {
      this.clients.delete(client);
      if (this.clients.size === 0) this.rest();
    });
    this.write(client);
    this.timer ??= setInterval(() => {
      this.look();
    }, POLL_MILLISECONDS);
    this.lifeTimer ??= setInterval(() => {
      for (const { response: one } of this.clients) one.write(': alive\n\n');
    }, SIGN_OF_LIFE_MILLISECONDS);
  }

  /** Tells those who follow everything of what need not be remembered, such as how far something is. */
  tell(kind: string, data: unknown): void {
    const text = `event: ${kind}\ndata: ${JSON.stringify({ kind, data })}\n\n`;
    for (const { response, ready, filter } of this.clients) {
      if (ready && !response.writableEnded && Object.keys(filter()).length === 0) response.write(text);
    }
  }

  /** Ends all streams; browsers come back by themselves. */
  close(): void {
    for (const { response } of this.clients) response.end();
    this.rest();
  }

  /** Writes what is new since the last look. */
  private look(): void {
    const last = this.events.last();
    if (last === this.seen) return;
    this.seen = last;
    for (const client of this.clients) this.write(client);
  }

  private write(client: Client): void {
    while (client.ready && !client.response.writableEnded) {
      const events = this.events.after(client.after, client.filter(), PORTION);
      const last = events.at(-1);
      if (last === undefined) return;
      client.after = last.id;
      client.ready = client.response.write(events.map(encode).join(''));
    }
  }

  private rest(): void {
    if (this.timer) clearInterval(this.timer);
    if (this.lifeTimer) clearInterval(this.lifeTimer);
    this.timer = this.lifeTimer = null;
  }
}
