// The door for many commands at once: each on its own, or all of them or none.

import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { BankingCommand, Refusal } from '@passbook/banking';
import {
  bulkBody,
  type BulkBody,
  type BulkReply,
  type Problem,
  type ProblemCode,
} from '@passbook/contracts';
import type { CommandContext, Outcome, Submission } from '@passbook/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ApiProblem } from '../http/api-problem.ts';
import { noQuery, parseBody, parseQuery } from '../http/parse.ts';
import { asProblem } from '../http/problem-of.ts';
import { contextOf } from '../http/request-context.ts';
import { LOGGER } from '../operations/logging.ts';
import { routeOf } from './command-router.ts';
import { Intake } from './intake.ts';
import { answerTo } from './outcome.ts';
import type { Reply } from './reply.ts';
import { Teller } from './teller.ts';
import type { Asked } from './verbs.ts';

type Item = BulkBody['items'][number];
/** An item that can be decided: what was asked, and what is made of it. */
interface Ready {
  readonly asked: Asked;
  readonly submission: Submission<BankingCommand>;
}
type Taken = Ready | ApiProblem;
/** What one item is answered with. */
type Answer = Pick<Reply, 'status' | 'body'> & Partial<Reply>;

@Controller('v1/bulk')
export class BulkController {
  constructor(
    private readonly intake: Intake,
    private readonly teller: Teller,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  async bulk(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    parseQuery(noQuery, request.query);
    const { mode, items } = parseBody(bulkBody, request.body ?? {});
    const context = contextOf(request, 'bulk');
    const instance = `urn:uuid:${request.id}`;
    const taken = await Promise.all(items.map((item) => this.#take(item, context)));
    const answers =
      mode === 'atomic'
        ? await this.#allOrNone(taken, { items, instance })
        : await this.#each(taken, instance);
    const results = answers.map(({ status, body }, index) => ({
      key: items[index]?.key ?? '',
      status,
      body,
    }));
    const position = lastPosition(answers);
    if (position > 0) void reply.header('x-position', String(position));
    void reply
      .code(200)
      .type('application/json')
      .send(JSON.stringify({ results } satisfies BulkReply));
  }

  async #take({ key, method, path, body }: Item, context: CommandContext): Promise<Taken> {
    const routed = routeOf(method, path);
    if (typeof routed === 'string') {
      return new ApiProblem(routed, `No command is sent by ${method} to ${path}.`);
    }
    const asked: Asked = { ...routed, body };
    try {
      const { command, fingerprint } = await this.intake.take(asked, key);
      return { asked, submission: { command, context: { ...context, key, fingerprint } } };
    } catch (error) {
      return this.#problemOf(error);
    }
  }

  async #each(taken: readonly Taken[], instance: string): Promise<readonly Answer[]> {
    const ready = taken.filter((one): one is Ready => !isProblem(one));
    const settled = await this.teller.executeEach(ready.map(({ submission }) => submission));
    const answers = settled.map((result, index): Answer =>
      result.status === 'fulfilled'
        ? this.#answer(result.value, ready[index], instance)
        : documented(this.#problemOf(result.reason), instance),
    );
    let next = 0;
    return taken.map((one) => {
      const answer = isProblem(one) ? documented(one, instance) : answers[next++];
      if (!answer) throw new Error('the processor left out an outcome');
      return answer;
    });
  }

  async #allOrNone(
    taken: readonly Taken[],
    { items, instance }: Whole,
  ): Promise<readonly Answer[]> {
    const fail = (index: number, { body }: Answer): never => {
      throw undone(body as Problem, { index, key: items[index]?.key });
    };
    const bad = taken.findIndex(isProblem);
    if (bad >= 0) return fail(bad, documented(taken[bad] as ApiProblem, instance));
    const ready = taken as readonly Ready[];
    const result = await this.teller.executeAtomically(ready.map(({ submission }) => submission));
    const answer = (outcome: Outcome<Refusal>, index: number): Answer =>
      this.#answer(outcome, ready[index], instance);
    if (result.kind === 'applied') return result.outcomes.map(answer);
    return fail(result.failed, answer(result.outcome, result.failed));
  }

  #answer(outcome: Outcome<Refusal>, ready: Ready | undefined, instance: string): Answer {
    try {
      if (!ready) throw new Error('the processor answered what nobody asked');
      return answerTo(outcome, ready.asked);
    } catch (error) {
      return documented(this.#problemOf(error), instance);
    }
  }

  #problemOf(error: unknown): ApiProblem {
    const problem = asProblem(error);
    if (problem.status === 500) this.logger.error({ err: error }, 'an item of a bulk failed');
    return problem;
  }
}

interface Whole {
  readonly items: readonly Item[];
  readonly instance: string;
}

function isProblem(taken: Taken): taken is ApiProblem {
  return taken instanceof ApiProblem;
}

function documented(problem: ApiProblem, instance: string): Answer {
  return { status: problem.status, body: problem.document(instance) };
}

/** The whole fails with 409; which item it was, and what it would have been answered with alone. */
function undone(
  { code, detail, status, type: _, title: __, ...members }: Problem,
  item: { readonly index: number; readonly key: string | undefined },
): ApiProblem {
  return new ApiProblem(code as ProblemCode, detail, {
    status: 409,
    members: { ...members, ...item, itemStatus: status },
  });
}

function lastPosition(answers: readonly Answer[]): number {
  return answers.reduce((last, { headers }) => {
    return Math.max(last, Number(headers?.['x-position'] ?? 0));
  }, 0);
}
