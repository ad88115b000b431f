// The one row that says how long the log is, and that every writer has to hold.

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('log_head')
export class LogHeadEntity {
  @PrimaryColumn({ type: 'integer' })
  id!: number;

  @Column({ type: 'bigint' })
  position!: string;

  @Column({ name: 'recorded_at', type: 'text' })
  recordedAt!: string;
}
