// The open event streams: writes facts to each as they come, and lets go of who does not read.

import type { ServerResponse } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import type { StreamQuery, WireEvent } from '@passbook/contracts';
import type { StoredEvent } from '@passbook/event-store';
import { wireEvent } from '@passbook/read-models';
import type { FastifyReply } from 'fastify';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { ApiProblem } from '../http/api-problem.ts';
import { writePatiently } from './patient-write.ts';

const HEARTBEAT_MS = 15_000;
/** Who does not read a full buffer for this long is let go, and resumes where it was. */
const PATIENCE_MS = 15_000;
const MOST_STREAMS = 1000;

/** Which facts a stream brings. */
type Wanted = Pick<StreamQuery, 'account' | 'type'> & { readonly after: number };

@Injectable()
export class EventStreams implements BeforeApplicationShutdown {
  readonly #open = new Set<AbortController>();

  constructor(@Inject(BANK) private readonly bank: Bank) {}

  /** How many streams are open. */
  get count(): number {
    return this.#open.size;
  }

  /** Ends all streams: their readers come back to the next server. */
  beforeApplicationShutdown(): void {
    this.close();
  }

  close(): void {
    for (const stream of this.#open) stream.abort();
  }

  /** Serves one stream, of what comes after a position, until its reader leaves. */
  async serve(reply: FastifyReply, wanted: Wanted): Promise<void> {
    if (this.#open.size >= MOST_STREAMS) {
      throw new ApiProblem('overloaded', `${MOST_STREAMS} event streams are open.`);
    }
    const stream = new AbortController();
    const { raw } = reply;
    reply.hijack();
    raw.on('close', () => {
      stream.abort();
    });
    this.#open.add(stream);
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-position': String(wanted.after),
    });
    raw.write(`retry: 2000\nid: ${wanted.after}\n\n`);
    try {
      await this.#follow(raw, { ...wanted, signal: stream.signal });
    } finally {
      this.#open.delete(stream);
      raw.end();
    }
  }

  async #follow(
    raw: ServerResponse,
    { after, signal, account, type }: Wanted & { readonly signal: AbortSignal },
  ): Promise<void> {
    const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS);
    const wanted = (fact: StoredEvent): boolean =>
      (account === undefined || fact.stream === account) &&
      (type === undefined || type.includes(fact.type as WireEvent['type']));
    try {
      for await (const facts of this.bank.tail.follow(after, signal)) {
        if (signal.aborted) return;
        const text = facts.filter(wanted).map(frame).join('');
        if (text !== '') await writePatiently(raw, text, { milliseconds: PATIENCE_MS, signal });
      }
    } finally {
      clearInterval(heartbeat);
    }
  }
}

function frame(fact: StoredEvent): string {
  const data = JSON.stringify(wireEvent(fact));
  return `id: ${fact.position}\nevent: ${fact.type}\ndata: ${data}\n\n`;
}
