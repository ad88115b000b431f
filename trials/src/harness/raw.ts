// Says to a server exactly these bytes, which no well-behaved client would.

import { connect } from 'node:net';

/** What came back: the status of each answer on the connection, and all text. */
export interface RawAnswer {
  readonly statuses: readonly number[];
  readonly text: string;
}

/** Sends bytes on a connection of their own and reads until the server is done or quiet. */
export function sendRaw(url: string, bytes: string | Buffer, quietAfter = 700): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    let quiet: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(quiet);
      socket.destroy();
      const lines = text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm);
      resolve({ statuses: [...lines].map(([, status]) => Number(status)), text });
    };
    const wait = (milliseconds: number): void => {
      clearTimeout(quiet);
      quiet = setTimeout(end, milliseconds);
    };
    socket.on('connect', () => {
      socket.write(bytes);
      wait(10_000);
    });
    socket.on('data', (chunk) => {
      text += chunk.toString();
      wait(quietAfter);
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}
