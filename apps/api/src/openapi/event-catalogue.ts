// The catalogue of events for people, made of the schemas that every recorded fact has.

import { bankingEventTypes, type BankingEventType } from '@passbook/banking';
import { eventSchemas } from '@passbook/contracts';
import * as z from 'zod';

/** What each event says, in a sentence; a test asks for a missing one. */
const meanings: Readonly<Partial<Record<BankingEventType, string>>> = {
  AccountOpened: 'An account came to be, with its owner, its currency and its overdraft limit.',
  OverdraftLimitSet: 'The account may from now on go below zero as far as `amount`.',
  AccountFrozen: 'All debits and credits stopped.',
  AccountUnfrozen: 'Money may move again.',
  AccountClosed: 'The account ended, with nothing on it.',
  MoneyDeposited: 'Money came into the account from outside of the bank.',
  MoneyWithdrawn: 'Money left the account and the bank.',
  MoneySent: 'Money left for another account of the bank: the debit side of a transfer.',
  MoneyReceived: 'Money came from another account of the bank: the credit side of a transfer.',
  HoldPlaced: 'Money was set aside: it is still posted, but can not be spent.',
  HoldCaptured: 'Held money was taken; `released` of it is free again.',
  HoldReleased: 'Held money is free again.',
  HoldExpired: 'Held money is free again because its time was over. The clock asks for it.',
  TransactionReversed: 'A former fact of this account was undone by a movement the other way.',
  CommandRefused: 'A command was refused: what was asked, which rule said no, and its numbers.',
};

const INTRODUCTION = `# Events

Every change is one of these facts in the log. This page is made of their schemas by
\`npm run catalogues -w @passbook/api\`; a test fails when it is out of date.

Beside its \`data\` every fact carries: \`position\` (its place in the log), \`stream\` (its
account) and \`version\` (its place there), \`eventId\` (UUIDv7), \`type\`, \`schemaVersion\`,
\`actor\`, \`channel\`, \`correlationId\`, \`causationId\`, \`commandKey\` where the command had
one, and \`recordedAt\`. Amounts are decimal strings with exactly the digits of their currency.

The \`data\` of every fact has \`after\`: the account as the fact left it, with \`status\`,
\`currency\`, \`posted\`, \`held\` and \`overdraftLimit\`. It is left out of the tables below.
The \`status\` is \`absent\` where an opening was refused: the stream has that fact, and there is no
account. It may be opened later.
`;

/** The whole page. */
export function eventCatalogue(): string {
  return [INTRODUCTION, ...bankingEventTypes.map(section)].join('\n');
}

function section(type: BankingEventType): string {
  const schema = z.toJSONSchema(eventSchemas[type], { unrepresentable: 'any' });
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== 'after')
    .map(
      ([name, field]) => `| \`${name}\` | ${kind(field)} | ${required.has(name) ? 'yes' : ''} |`,
    );
  const table = ['| field | kind | always |', '|---|---|---|', ...rows].join('\n');
  return `## \`${type}\`\n\n${meanings[type] ?? ''}\n${rows.length === 0 ? '' : `\n${table}\n`}`;
}

function kind(field: z.core.JSONSchema._JSONSchema): string {
  if (typeof field === 'boolean') return 'anything';
  if (field.enum) return field.enum.length > 4 ? 'one of a list' : `\`${field.enum.join('`, `')}\``;
  if (field.pattern?.startsWith('^-?') === true) return 'amount';
  if (field.format === 'date-time') return 'time';
  return [field.type ?? 'anything'].flat().join(' or ');
}
