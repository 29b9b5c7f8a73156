/** Reads server-sent events as a browser does. */

export interface ReadEvent {
  id: number;
  kind: string;
  data: Record<string, unknown>;
}

/** The events of a stream up to one, with the number of the last one seen before as a browser sends it. */
export async function readEvents(
  url: string,
  { until, lastEventId }: { until: (event: ReadEvent) => boolean; lastEventId?: number },
): Promise<ReadEvent[]> {
  const headers: Record<string, string> =
    lastEventId === undefined ? {} : { 'Last-Event-ID': String(lastEventId) };
  const response = await fetch(url, { headers });
  const events: ReadEvent[] = [];
  const decoder = new TextDecoder();
  let text = '';
  for await (const block of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(block, { stream: true });
    const messages = text.split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const line = message.split('\n').find((one) => one.startsWith('data: '));
      if (line === undefined) continue;
      const event = JSON.parse(line.slice(6)) as ReadEvent;
      events.push(event);
      // Leaving the loop closes the stream.
      if (until(event)) return events;
    }
  }
  return events;
}
