// What one writes first: a Nest command handler that counts, checks the version and saves by
// TypeORM, one transaction for each request. A process of its own, like the other peers.

import 'reflect-metadata';
import { Inject, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CommandBus, CommandHandler, CqrsModule, type ICommandHandler } from '@nestjs/cqrs';
import type Database from 'better-sqlite3';
import { Column, DataSource, Entity, PrimaryGeneratedColumn, Unique } from 'typeorm';
import { appendFor } from './appending.ts';

@Entity('plain_events')
@Unique(['stream', 'version'])
class PlainEvent {
  @PrimaryGeneratedColumn()
  id!: number;

  @Column('varchar')
  stream!: string;

  @Column('integer')
  version!: number;

  @Column('varchar')
  type!: string;

  @Column('text')
  data!: string;

  @Column('varchar')
  recordedAt!: string;
}

class SaveEvent {
  constructor(
    readonly stream: string,
    readonly version: number,
    readonly data: object,
  ) {}
}

const SOURCE = Symbol('source');

@CommandHandler(SaveEvent)
class SaveEventHandler implements ICommandHandler<SaveEvent> {
  constructor(@Inject(SOURCE) private readonly source: DataSource) {}

  async execute({ stream, version, data }: SaveEvent): Promise<void> {
    const events = this.source.getRepository(PlainEvent);
    const count = await events.countBy({ stream });
    if (count !== version) throw new Error(`expected version ${version}, found ${count}`);
    const recordedAt = new Date().toISOString();
    const type = 'MoneyDeposited';
    const row = { stream, version: version + 1, type, data: JSON.stringify(data), recordedAt };
    await events.save(events.create(row));
  }
}

function sourceOf(url: string): DataSource {
  const common = { entities: [PlainEvent], synchronize: true };
  if (!url.startsWith('sqlite:')) return new DataSource({ ...common, type: 'postgres', url });
  return new DataSource({
    ...common,
    type: 'better-sqlite3',
    database: url.replace(/^sqlite:/, ''),
    prepareDatabase: (database: Database.Database) => {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
    },
  });
}

const [url = '', concurrency = '1', seconds = '1'] = process.argv.slice(2);
const source = await sourceOf(url).initialize();

@Module({
  imports: [CqrsModule.forRoot()],
  providers: [SaveEventHandler, { provide: SOURCE, useValue: source }],
})
class PlainModule {}

const app = await NestFactory.createApplicationContext(PlainModule, { logger: false });
await app.init();
const bus = app.get(CommandBus);
const appended = await appendFor(
  (stream, version, data) => bus.execute<SaveEvent>(new SaveEvent(stream, version, data)),
  { concurrency: Number(concurrency), seconds: Number(seconds) },
);
await app.close();
await source.destroy();
console.log(JSON.stringify(appended));
