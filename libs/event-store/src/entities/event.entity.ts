// The log as TypeORM sees it; every read of facts goes through this entity.

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('events')
export class EventEntity {
  @PrimaryColumn({ type: 'bigint' })
  position!: string;

  @Column({ name: 'stream_id', type: 'text' })
  stream!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ name: 'event_id', type: 'text' })
  eventId!: string;

  @Column({ type: 'text' })
  type!: string;

  @Column({ name: 'schema_version', type: 'integer' })
  schemaVersion!: number;

  @Column({ type: 'text' })
  data!: string;

  @Column({ type: 'text' })
  actor!: string;

  @Column({ name: 'correlation_id', type: 'text' })
  correlationId!: string;

  @Column({ name: 'causation_id', type: 'text' })
  causationId!: string;

  @Column({ type: 'text' })
  channel!: string;

  @Column({ type: 'text' })
  client!: string;

  @Column({ name: 'command_key', type: 'text', nullable: true })
  commandKey!: string | null;

  @Column({ type: 'text', nullable: true })
  fingerprint!: string | null;

  @Column({ name: 'recorded_at', type: 'text' })
  recordedAt!: string;

  @Column({ name: 'leaf_hash', type: 'text' })
  leafHash!: string;
}
