/** Requests written byte by byte, as no well-meaning client sends them. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface RawConnection {
  socket: Socket;
  /** All that has come. */
  received(): string;
  /** Resolves with all that came once the server has closed the connection. */
  closed: Promise<string>;
}

/** Opens a connection to a server of this machine and sends the beginning of a request. */
export function openRaw(url: string, beginning: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (block: Buffer) => (text += block.toString('latin1')));
  // A reset is one way of being refused.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => {
    socket.on('close', () => {
      resolve(text);
    });
  });
  socket.write(beginning);
  return { socket, received: () => text, closed };
}
