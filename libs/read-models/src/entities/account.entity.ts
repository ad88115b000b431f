// The list of accounts as TypeORM sees it: one row for each, assigned by every fact.

import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('accounts')
export class AccountEntity {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'text' })
  owner!: string;

  /** In lower case, for search and order that are the same on both engines. */
  @Column({ name: 'owner_key', type: 'text' })
  ownerKey!: string;

  @Column({ type: 'text' })
  currency!: string;

  @Column({ type: 'text' })
  status!: string;

  /** Minor units; read them as text, for a number would round them. */
  @Column({ type: 'bigint' })
  posted!: string;

  @Column({ type: 'bigint' })
  held!: string;

  @Column({ name: 'overdraft_limit', type: 'bigint' })
  overdraftLimit!: string;

  @Column({ type: 'bigint' })
  version!: string;

  /** Of the last fact. */
  @Column({ type: 'bigint' })
  position!: string;

  @Column({ name: 'opened_at', type: 'text', nullable: true })
  openedAt!: string;

  @Column({ name: 'opened_position', type: 'bigint', nullable: true })
  openedPosition!: string;

  @Column({ name: 'last_movement_at', type: 'text', nullable: true })
  lastMovementAt!: string | null;

  /** The position of the last movement, or of the opening before there is one. */
  @Column({ type: 'bigint', nullable: true })
  activity!: string;

  @Column({ name: 'closed_at', type: 'text', nullable: true })
  closedAt!: string | null;

  /** The open holds as JSON. */
  @Column({ type: 'text' })
  holds!: string;

  /** When the first of the holds ends, in milliseconds since 1970. */
  @Column({ name: 'next_expiry', type: 'bigint', nullable: true })
  nextExpiry!: string | null;
}
