// A plain HTTP client that tells an answer from none at all.

import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Call {
  readonly method?: string;
  readonly path: string;
  /** Sent as JSON, or as it is where it is text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** No answer came: the connection broke, or nobody listened. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  /** Whether it was asked on a connection that had served before. */
  readonly reused: boolean;

  constructor(message: string, reused = false) {
    super(message);
    this.reused = reused;
  }
}

/** Calls one server over connections that are kept. */
export class HttpClient {
  readonly #agent: Agent;
  /** The address may change when the server is started anew. */
  url: string;

  constructor(url: string, { keepAlive = true }: { readonly keepAlive?: boolean } = {}) {
    this.url = url;
    this.#agent = new Agent({ keepAlive, maxSockets: 256 });
  }

  /** @throws NoAnswer */
  async call(call: Call): Promise<Answer> {
    try {
      return await this.#send(call);
    } catch (error) {
      // A kept connection may be closed by the server as it is used again; a read may ask again.
      const again = error instanceof NoAnswer && error.reused && (call.method ?? 'GET') === 'GET';
      if (!again) throw error;
      return this.#send(call);
    }
  }

  #send({ method = 'GET', path, body, headers, timeout = 30_000 }: Call): Promise<Answer> {
    const bytes = bytesOf(body);
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => {
        reject(new NoAnswer(String(error), sent.reusedSocket));
      };
      const { hostname, port } = new URL(this.url);
      // As it stands: a URL would be tidied up before it is sent.
      const sent = request({
        hostname,
        port,
        path,
        method,
        agent: this.#agent,
        timeout,
        headers: {
          ...(bytes && { 'content-type': 'application/json', 'content-length': bytes.length }),
          ...headers,
        },
      });
      sent.on('timeout', () => sent.destroy(new Error('timed out')));
      sent.on('error', fail);
      sent.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', fail);
        response.on('close', () => {
          if (!response.complete) fail('the answer was cut off');
        });
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      sent.end(bytes);
    });
  }

  /** The JSON of an answer that must be 200. */
  async read<Body>(path: string): Promise<Body> {
    const { status, text } = await this.call({ path });
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${text}`);
    return JSON.parse(text) as Body;
  }

  /** Sends a command that must be accepted, and gives its reply. */
  async must<Body>(call: Call): Promise<Body> {
    const answer = await this.call({ method: 'POST', ...call });
    if (answer.status >= 300) {
      throw new Error(`${call.path} answered ${answer.status}: ${answer.text}`);
    }
    return JSON.parse(answer.text) as Body;
  }

  close(): void {
    this.#agent.destroy();
  }
}

function bytesOf(body: unknown): Buffer | undefined {
  if (body === undefined || Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Lets time pass. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits until a condition holds. @throws Error when it does not within the time */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  milliseconds = 20_000,
): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`it did not come about that ${what}`);
    await pause(25);
  }
}

/** Whether a server says that it is ready. */
export async function isReady(client: HttpClient): Promise<boolean> {
  try {
    return (await client.call({ path: '/readyz', timeout: 3000 })).status === 200;
  } catch (error) {
    if (error instanceof NoAnswer) return false;
    throw error;
  }
}
