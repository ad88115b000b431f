// Answers a query over HTTP: its parameters, the position of the view, the result.

import { Injectable } from '@nestjs/common';
import { QueryBus, type Query } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type * as z from 'zod';
import { parseQuery } from '../http/parse.ts';
import { ViewPosition } from './view-position.ts';

interface Waits {
  readonly minPosition?: number | undefined;
}

@Injectable()
export class Answering {
  constructor(
    private readonly queries: QueryBus,
    private readonly view: ViewPosition,
  ) {}

  /**
   * Reads the parameters, waits for the view, asks, and states how much of the log counts.
   * @returns the result, before it is sent by `send`
   */
  async ask<Schema extends z.ZodType<Waits>, Result>(
    { request, reply, schema, shows }: Asking<Schema>,
    question: (query: z.output<Schema>) => Query<Result>,
  ): Promise<Result> {
    const query = parseQuery(schema, request.query);
    const shown = shows?.(query);
    const reached = await this.view.reached(Math.max(query.minPosition ?? 0, shown ?? 0));
    void reply.header('x-position', String(shown ?? reached)).header('cache-control', 'no-store');
    return this.queries.execute(question(query));
  }

  /** Asks something else of the same view, to tell one answer from another. */
  also<Result>(question: Query<Result>): Promise<Result> {
    return this.queries.execute(question);
  }
}

/** A request for an answer, with the schema of its parameters. */
export interface Asking<Schema extends z.ZodType> {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly schema: Schema;
  /** The position that the answer shows, where the question settles it. */
  readonly shows?: (query: z.output<Schema>) => number | undefined;
}

/** Writes a result as JSON. */
export function sendJson(reply: FastifyReply, result: unknown): void {
  void reply.type('application/json').send(JSON.stringify(result));
}
