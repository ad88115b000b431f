// The server's settings, read once from the environment and refused when one of them is wrong.

import * as z from 'zod';

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const DATABASE = /^(sqlite:.+|postgres(ql)?:\/\/.+)$/;

const database = z
  .string()
  .regex(DATABASE, 'must be sqlite:<file>, sqlite::memory: or postgres://...');

const environment = z.object({
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/, 'must be a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a whole number from 0 to 65535')
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: database.default('sqlite:./data/passbook.sqlite'),
  READS_DATABASE_URL: database.optional(),
  PASSBOOK_DEMO: z.enum(['0', '1'], 'must be 0 or 1').default('1'),
  LOG_LEVEL: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`).default('info'),
});

/** Everything that an operator can set. */
export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly databaseUrl: string;
  /** A replica for queries, where there is one. */
  readonly readsUrl: string | undefined;
  /** Whether an empty database is filled with the demo bank. */
  readonly demo: boolean;
  readonly logLevel: (typeof LEVELS)[number];
}

/** A setting is wrong; the message names each variable and its rule. */
export class SettingsRefused extends Error {
  override readonly name = 'SettingsRefused';
}

/**
 * Reads the settings; a variable that is empty counts as not set.
 * @throws SettingsRefused
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = environment.safeParse(given);
  if (!success) {
    const lines = error.issues.map(({ path: [name = ''], message }) => {
      const value = secretless(given[String(name)] ?? '');
      return `${String(name)} ${message}; it is "${value}".`;
    });
    throw new SettingsRefused(lines.join('\n'));
  }
  return {
    port: data.PORT,
    host: data.HOST,
    databaseUrl: data.DATABASE_URL,
    readsUrl: data.READS_DATABASE_URL,
    demo: data.PASSBOOK_DEMO === '1',
    logLevel: data.LOG_LEVEL,
  };
}

/** A value that may be shown: without the password that a database URL may carry. */
function secretless(value: string): string {
  return value.replace(/:\/\/[^@/]*@/, '://***@');
}
