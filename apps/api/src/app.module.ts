// Puts the server together around an open bank.

import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { BANK } from './bank-token.ts';
import type { Bank } from './bank.ts';
import { BulkController } from './commands/bulk.controller.ts';
import { CommandsController } from './commands/commands.controller.ts';
import { Intake } from './commands/intake.ts';
import { OutcomesController } from './commands/outcomes.controller.ts';
import { commandHandlers, Teller } from './commands/teller.ts';
import { ExportController } from './export/export.controller.ts';
import { ErrorsController } from './http/errors.controller.ts';
import { FrontDoor } from './http/front-door.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { EventStreamController } from './live/event-stream.controller.ts';
import { EventStreams } from './live/event-streams.ts';
import { HoldExpiry } from './live/hold-expiry.ts';
import { LiveUpdates } from './live/live-updates.ts';
import { LOGGER } from './operations/logging.ts';
import { Metrics } from './operations/metrics.ts';
import { OperationsController } from './operations/operations.controller.ts';
import { AccountsController } from './queries/accounts.controller.ts';
import { Answering } from './queries/answering.ts';
import { EventsController } from './queries/events.controller.ts';
import { queryHandlers } from './queries/questions.ts';
import { ViewPosition } from './queries/view-position.ts';

@Module({})
export class AppModule {
  static around(bank: Bank, logger: Logger): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CommandsController,
        BulkController,
        OutcomesController,
        AccountsController,
        EventStreamController,
        ExportController,
        EventsController,
        ErrorsController,
        OperationsController,
      ],
      providers: [
        { provide: BANK, useValue: bank },
        { provide: LOGGER, useValue: logger },
        { provide: APP_FILTER, useClass: ProblemFilter },
        FrontDoor,
        Intake,
        Teller,
        Answering,
        ViewPosition,
        EventStreams,
        LiveUpdates,
        HoldExpiry,
        Metrics,
        ...commandHandlers,
        ...queryHandlers,
      ],
    };
  }
}
