// How far the view has come that queries read: waited for where asked, stated on every answer.

import { setTimeout } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { ApiProblem } from '../http/api-problem.ts';

const PATIENCE = 2000;
const PAUSE = 20;

@Injectable()
export class ViewPosition implements OnModuleInit {
  #known = 0;

  constructor(@Inject(BANK) private readonly bank: Bank) {}

  /** What the view has reached at least, without asking the database. */
  get known(): number {
    return this.#known;
  }

  async onModuleInit(): Promise<void> {
    await this.reached();
  }

  /**
   * The position that the view has reached. Taken before the data is read, so that the data shows
   * at least what the answer states.
   * @throws ApiProblem view-lagging when it has not come to `least` within two seconds
   */
  async reached(least = 0): Promise<number> {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      const { position } = await this.bank.log.head();
      this.#known = Math.max(this.#known, position);
      if (position >= least) return position;
      if (performance.now() >= deadline) {
        throw new ApiProblem(
          'view-lagging',
          `The view has reached position ${position}, the request needs ${least}.`,
          {
            members: { position, minPosition: least },
            headers: { 'x-position': String(position) },
          },
        );
      }
      await setTimeout(PAUSE);
    }
  }
}
