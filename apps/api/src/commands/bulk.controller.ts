// The door for many commands at once: each on its own, or all of them or none.

import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { BankingCommand, Refusal } from '@passbook/banking';
import {
  bulkBody,
  type BulkBody,
  type BulkReply,
  type DryRunReply,
  type Problem,
  type ProblemCode,
} from '@passbook/contracts';
import type { CommandContext, Outcome, Submission } from '@passbook/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { ApiProblem } from '../http/api-problem.ts';
import { parseBody } from '../http/parse.ts';
import { asProblem } from '../http/problem-of.ts';
import { contextOf } from '../http/request-context.ts';
import { LOGGER } from '../operations/logging.ts';
import { routeOf } from './command-router.ts';
import { isDryRun, mustSuitBulk } from './conditions.ts';
import { Intake, type TakenIn } from './intake.ts';
import { answerTo, rehearsed } from './outcome.ts';
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
interface Answer extends Pick<Reply, 'status'>, Partial<Pick<Reply, 'headers'>> {
  readonly body: Reply['body'] | DryRunReply;
}

@Controller('v1/bulk')
export class BulkController {
  constructor(
    private readonly intake: Intake,
    private readonly teller: Teller,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Post()
  async bulk(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const dryRun = isDryRun(request.query as object);
    mustSuitBulk(request.headers);
    const { mode, items } = parseBody(bulkBody, request.body ?? {});
    const context = contextOf(request, 'bulk');
    const instance = `urn:uuid:${request.id}`;
    const taken: Taken[] = [];
    for (const item of items) {
      const one = this.#take(item, context);
      // Only a reversal waits: a promise for each of a thousand items would be for nothing.
      taken.push(one instanceof Promise ? await one : one);
    }
    const whole: Whole = { items, instance, dryRun };
    const answers =
      mode === 'atomic' ? await this.#allOrNone(taken, whole) : await this.#each(taken, whole);
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

  #take({ key, method, path, body }: Item, context: CommandContext): Taken | Promise<Taken> {
    const routed = routeOf(method, path);
    if (routed === 'route-not-found') {
      return new ApiProblem(routed, `No command is sent to ${path}.`);
    }
    if ('allow' in routed) {
      const { allow } = routed;
      const detail = `${path} takes ${allow.join(', ')}, not ${method}.`;
      return new ApiProblem('method-not-allowed', detail, { members: { allow } });
    }
    const asked: Asked = { ...routed, body: body ?? {} };
    const ready = ({ command, fingerprint }: TakenIn): Ready => ({
      asked,
      submission: { command, context: { ...context, key, fingerprint } },
    });
    const problem = (error: unknown): ApiProblem => this.#problemOf(error);
    try {
      const made = this.intake.take(asked, key);
      return made instanceof Promise ? made.then(ready, problem) : ready(made);
    } catch (error) {
      return problem(error);
    }
  }

  async #each(taken: readonly Taken[], whole: Whole): Promise<readonly Answer[]> {
    const ready = taken.filter((one): one is Ready => !isProblem(one));
    const answers = whole.dryRun
      ? await this.#rehearse(ready, whole)
      : await this.#execute(ready, whole);
    let next = 0;
    return taken.map((one) => {
      const answer = isProblem(one) ? documented(one, whole) : answers[next++];
      if (!answer) throw new Error('the processor left out an outcome');
      return answer;
    });
  }

  async #execute(ready: readonly Ready[], whole: Whole): Promise<readonly Answer[]> {
    const settled = await this.teller.executeEach(ready.map(({ submission }) => submission));
    return settled.map((result, index) =>
      this.#answer(whole, () => {
        if (result.status === 'rejected') throw result.reason;
        return answerTo(result.value, askedIn(ready, index));
      }),
    );
  }

  async #rehearse(ready: readonly Ready[], whole: Whole): Promise<readonly Answer[]> {
    const previews = await this.teller.rehearseEach(ready.map(({ submission }) => submission));
    return previews.map((preview) =>
      this.#answer(whole, () => ({ status: 200, body: rehearsed(preview) })),
    );
  }

  async #allOrNone(taken: readonly Taken[], whole: Whole): Promise<readonly Answer[]> {
    const fail = (index: number, { body }: Answer): never => {
      throw undone(body as Problem, { index, key: whole.items[index]?.key });
    };
    const bad = taken.findIndex(isProblem);
    if (bad >= 0) return fail(bad, documented(taken[bad] as ApiProblem, whole));
    const ready = taken as readonly Ready[];
    if (whole.dryRun) {
      const answers = await this.#rehearse(ready, whole);
      const failed = answers.findIndex(({ status }) => status !== 200);
      return failed < 0 ? answers : fail(failed, answers[failed] as Answer);
    }
    const result = await this.teller.executeAtomically(ready.map(({ submission }) => submission));
    const answer = (outcome: Outcome<Refusal>, index: number): Answer =>
      this.#answer(whole, () => answerTo(outcome, askedIn(ready, index)));
    if (result.kind === 'applied') return result.outcomes.map(answer);
    return fail(result.failed, answer(result.outcome, result.failed));
  }

  /** The answer to one item, which may be a problem without spoiling the others. */
  #answer(whole: Whole, make: () => Answer): Answer {
    try {
      return make();
    } catch (error) {
      return documented(this.#problemOf(error), whole);
    }
  }

  #problemOf(error: unknown): ApiProblem {
    const problem = asProblem(error);
    if (problem.status === 500) this.logger.error({ err: error }, 'an item of a bulk failed');
    return problem;
  }
}

/** What all items have in common. */
interface Whole {
  readonly items: readonly Item[];
  /** Names this request, for the problems of its items. */
  readonly instance: string;
  readonly dryRun: boolean;
}

function askedIn(ready: readonly Ready[], index: number): Asked {
  const one = ready[index];
  if (!one) throw new Error('the processor answered what nobody asked');
  return one.asked;
}

function isProblem(taken: Taken): taken is ApiProblem {
  return taken instanceof ApiProblem;
}

function documented(problem: ApiProblem, { instance }: Pick<Whole, 'instance'>): Answer {
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
