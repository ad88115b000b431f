// Tells the rest of the process that facts were recorded: Nest's event bus, and the log's tail.

import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus, type IEvent } from '@nestjs/cqrs';
import type { StoredEvent } from '@passbook/event-store';
import type { Subscription } from 'rxjs';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';

/** A fact was committed. A reaction may be lost in a crash; what must not be is no reaction. */
export class EventRecorded implements IEvent {
  constructor(readonly fact: StoredEvent) {}
}

@Injectable()
export class LiveUpdates implements OnModuleDestroy {
  readonly #subscriptions: readonly Subscription[];
  #waking = false;

  constructor(events: EventBus, @Inject(BANK) bank: Bank) {
    this.#subscriptions = [
      bank.recorded.subscribe((facts) => {
        events.publishAll(facts.map((fact) => new EventRecorded(fact)));
      }),
      events.subscribe(() => {
        this.#wakeSoon(bank);
      }),
    ];
  }

  onModuleDestroy(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  /** A commit brings up to a thousand facts; those who follow the log are woken once for all. */
  #wakeSoon({ tail }: Bank): void {
    if (this.#waking) return;
    this.#waking = true;
    setImmediate(() => {
      this.#waking = false;
      tail.wake();
    });
  }
}
