// Ends holds whose time is over: the clock asks, as everybody else, by a command.

import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ExpireHold } from '@passbook/banking';
import { systemEdge } from '@passbook/event-store';
import type { Logger } from 'pino';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { Teller } from '../commands/teller.ts';
import { LOGGER } from '../operations/logging.ts';

const PAUSE_MS = 500;
const AT_ONCE = 200;

@Injectable()
export class HoldExpiry implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    @Inject(BANK) private readonly bank: Bank,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly teller: Teller,
  ) {}

  onApplicationBootstrap(): void {
    this.#rest();
  }

  beforeApplicationShutdown(): void {
    this.stop();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #rest(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      void this.#look();
    }, PAUSE_MS);
    this.#timer.unref();
  }

  /** What fails now is found again at the next look. */
  async #look(): Promise<void> {
    try {
      await this.expire(Date.now());
    } catch (error) {
      if (!this.#stopped) this.logger.error({ err: error }, 'holds could not be expired');
    }
    this.#rest();
  }

  /** Ends the holds that are over at `now`, in milliseconds since 1970; several at once. */
  async expire(now: number): Promise<void> {
    const due = await this.bank.accounts.holdsDue(now, AT_ONCE);
    await Promise.all(
      due.map(async ({ account, hold }) => {
        const id = systemEdge.newId();
        await this.teller.execute(new ExpireHold({ account, hold }), {
          actor: 'system',
          client: 'system',
          correlationId: id,
          causationId: id,
          channel: 'clock',
        });
      }),
    );
  }
}
