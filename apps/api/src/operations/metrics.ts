// What the server measures of itself, in the text format of Prometheus.

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { EventStreams } from '../live/event-streams.ts';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;

  constructor(@Inject(BANK) bank: Bank, streams: EventStreams) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.#requests = new Histogram({
      name: 'passbook_request_seconds',
      help: 'How long requests took, by route and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    });
    measureProcessor(bank, registers);
    new Gauge({
      name: 'passbook_event_streams',
      help: 'Open event streams.',
      registers,
      collect() {
        this.set(streams.count);
      },
    });
  }

  /** Measures every request of a server. */
  watch(server: FastifyInstance): void {
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.routeOptions.url ?? 'none';
      const { method } = request;
      this.#requests
        .labels(method, route, String(reply.statusCode))
        .observe(reply.elapsedTime / 1000);
      done();
    });
  }
}

function measureProcessor({ processor, batches, log }: Bank, registers: Registry[]): void {
  const commands = new Histogram({
    name: 'passbook_batch_commands',
    help: 'How many commands were committed together.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1000],
    registers,
  });
  const seconds = new Histogram({
    name: 'passbook_batch_seconds',
    help: 'How long a batch took, to its commit.',
    buckets: SECONDS,
    registers,
  });
  const facts = new Counter({
    name: 'passbook_facts_total',
    help: 'Facts that this process recorded.',
    registers,
  });
  batches.subscribe((report) => {
    commands.observe(report.commands);
    seconds.observe(report.milliseconds / 1000);
    facts.inc(report.facts);
  });
  new Gauge({
    name: 'passbook_commands_waiting',
    help: 'Commands that wait to be taken into a batch.',
    registers,
    collect() {
      this.set(processor.waiting);
    },
  });
  new Gauge({
    name: 'passbook_log_position',
    help: 'The end of the log, as queries see it.',
    registers,
    async collect() {
      // While the database is away the other measurements are what an operator needs most.
      this.set(
        await log.head().then(
          ({ position }) => position,
          () => NaN,
        ),
      );
    },
  });
}
