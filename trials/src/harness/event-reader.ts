// Reads live updates as a browser does: comes back after every break with the last id it has seen.

import { request, type ClientRequest } from 'node:http';
import { pause } from './http.ts';

/** Follows one server's event stream from the beginning of the log. */
export class EventReader {
  readonly #target: () => string;
  readonly ids: number[] = [];
  /** How often the stream broke and was taken up again. */
  breaks = 0;
  #request: ClientRequest | undefined;
  #stopped = false;
  readonly #done: Promise<void>;

  /** @param target the address of the server, which may change while it is being restarted */
  constructor(target: () => string) {
    this.#target = target;
    this.#done = this.#follow();
  }

  get last(): number {
    return this.ids.at(-1) ?? 0;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#request?.destroy();
    await this.#done;
  }

  /** Asked anew each time: it changes while others are waited for. */
  #isStopped(): boolean {
    return this.#stopped;
  }

  async #follow(): Promise<void> {
    while (!this.#isStopped()) {
      await this.#once();
      this.breaks += 1;
      if (!this.#isStopped()) await pause(30);
    }
  }

  #once(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        resolve();
      };
      let rest = '';
      this.#request = request(`${this.#target()}/v1/events/stream`, {
        headers: { 'last-event-id': String(this.last) },
        agent: false,
      });
      this.#request.on('error', end);
      this.#request.on('response', (response) => {
        response.on('error', end);
        response.on('close', end);
        response.on('data', (chunk: Buffer) => {
          const frames = (rest + chunk.toString()).split('\n\n');
          // What is cut off in the middle of a frame comes again after the break.
          rest = frames.pop() ?? '';
          for (const frame of frames) this.#take(frame);
        });
      });
      this.#request.end();
    });
  }

  #take(frame: string): void {
    if (!frame.includes('\ndata: ')) return;
    this.ids.push(Number(/^id: (\d+)$/m.exec(frame)?.[1]));
  }
}
