// The views: banking events become rows, rows and facts become the answers to queries.

export { listedPosition } from './account-list.query.ts';
export { AccountViews } from './account-views.query.ts';
export { accountsProjection } from './accounts.projection.ts';
export { AuditLog } from './audit-log.query.ts';
export { CursorMismatch, MalformedCursor } from './cursor.ts';
export { readModelSchema } from './schema.ts';
export { verify, type Verdict, type VerifyOptions } from './verify.ts';
export { balanceAfter, wireEvent } from './wire-event.ts';
