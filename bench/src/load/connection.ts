// One keep-alive connection to a server: sends prepared bytes, reads replies, and little else, so
// that the one who measures costs less than the one who is measured.

import { connect, type Socket } from 'node:net';

/** A reply as far as anyone looks at it. */
export interface Reply {
  readonly status: number;
  /** The bytes of the body. */
  readonly body: Buffer;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/** A connection that carries one request at a time. */
export class Connection {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #answered: ((reply: Reply) => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    const fail = (error?: Error): void => {
      this.#failed?.(error ?? new Error('the server closed the connection'));
    };
    socket.on('error', fail).on('close', () => {
      fail();
    });
  }

  static open(url: URL): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname);
      socket.setNoDelay(true);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  /** Sends a whole request and waits for its whole reply. */
  send(request: string | Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#failed = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const head = this.#received.indexOf(END_OF_HEAD);
    if (head < 0) return;
    const text = this.#received.toString('latin1', 0, head);
    const length = lengthOf(text);
    const start = head + END_OF_HEAD.length;
    if (this.#received.length < start + length) return;
    const body = this.#received.subarray(start, start + length);
    this.#received = Buffer.alloc(0);
    const answered = this.#answered;
    this.#answered = undefined;
    this.#failed = undefined;
    answered?.({ status: Number(text.slice(9, 12)), body });
  }
}

function lengthOf(head: string): number {
  const at = head.toLowerCase().indexOf('content-length:');
  if (at < 0) throw new Error(`a reply without its length can not be measured: ${head}`);
  return Number.parseInt(head.slice(at + 15), 10);
}

/** The bytes of a request with a JSON body, or without a body. */
export function requestText(
  { method, path, key }: { method: string; path: string; key?: string },
  body = '',
): string {
  const keyLine = key === undefined ? '' : `Idempotency-Key: ${key}\r\n`;
  const bodyLines =
    body === ''
      ? ''
      : `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`;
  return `${method} ${path} HTTP/1.1\r\nHost: bench\r\n${keyLine}${bodyLines}\r\n${body}`;
}
