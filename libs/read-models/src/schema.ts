// What the read models add to the log's database.

import type { Schema } from '@passbook/event-store';
import { AccountEntity } from './entities/account.entity.ts';
import { CreateAccounts1766000000001 } from './migrations/1766000000001-create-accounts.ts';
import { IndexLists1767000000001 } from './migrations/1767000000001-index-lists.ts';

export const readModelSchema: Schema = {
  entities: [AccountEntity],
  migrations: [CreateAccounts1766000000001, IndexLists1767000000001],
};
