// States saved so that a long stream need not be folded from its start; they may be deleted.

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('snapshots')
export class SnapshotEntity {
  @PrimaryColumn({ name: 'stream_id', type: 'text' })
  stream!: string;

  @Column({ type: 'integer' })
  version!: number;

  @Column({ type: 'text' })
  revision!: string;

  @Column({ type: 'text' })
  state!: string;
}
