// A database that is not what it must be is refused at start, in words that say which check failed.

import type { DataSource } from 'typeorm';
import { checkAtBoot } from './boot-check.ts';
import { BootCheckFailed } from './errors.ts';
import { AddRemark1766000000002, AddRemarkByOrm1766000000003 } from './testing/create-tallies.ts';
import { tallyRulebook } from './testing/tally.ts';
import { engines, openTestLog, submit, tallySchema, type TestLog } from './testing/test-log.ts';

describe.each(engines)('the check at boot on %s', (engine) => {
  let bank: TestLog;
  let writes: DataSource;
  beforeEach(async () => {
    bank = await openTestLog(engine);
    ({ writes } = bank.connections);
  });
  afterEach(() => bank.close());
  const check = (types: readonly string[] = tallyRulebook.eventTypes): Promise<unknown> =>
    checkAtBoot(bank.connections, types);

  test('passes on a fresh database, and says what it found', async () => {
    const findings = (await check()) as Awaited<ReturnType<typeof checkAtBoot>>;
    expect(findings.map(({ name, ok }) => `${name}: ${ok}`)).toEqual([
      ...(engine === 'sqlite'
        ? ['journal mode: true', 'synchronous level: true']
        : ['synchronous commit: true', 'fsync: true']),
      'append-only triggers: true',
      'unique keys: true',
      'schema version: true',
      'event types: true',
    ]);
    expect(findings.at(-2)?.found).toBe('IndexKeys1767000000000');
  });

  test('passes on a log with facts, after a restart and a later migration', async () => {
    await bank.processor().execute(submit({ do: 'open', tally: 'a' }));
    const migrations = [...tallySchema.migrations, AddRemark1766000000002];
    const next = await bank.connect({ entities: [], migrations });
    expect(await checkAtBoot(next, tallyRulebook.eventTypes)).toHaveLength(6);
  });

  const on = engine === 'postgres' ? ' ON events' : '';
  const triggers =
    engine === 'sqlite'
      ? ['events_refuse_update', 'events_refuse_delete']
      : ['events_refuse_change', 'events_refuse_truncate'];
  test.each(triggers)('refuses a log without the trigger %s', async (trigger) => {
    await writes.query(`DROP TRIGGER ${trigger}${on}`);
    await expect(check()).rejects.toThrow(BootCheckFailed);
    await expect(check()).rejects.toThrow(`append-only triggers: found no ${trigger}.`);
  });

  const indexes = ['events_stream_version', 'events_event_id', 'events_command_key'];
  test.each(indexes)('refuses a log without the index %s', async (index) => {
    await writes.query(`DROP INDEX ${index}`);
    await expect(check()).rejects.toThrow(`unique keys: found no ${index}.`);
  });

  test('refuses a log with a type that the rulebook can not fold', async () => {
    await bank.processor().execute(submit({ do: 'open', tally: 'a' }));
    await expect(check(['Added', "Can't"])).rejects.toThrow('event types: found Opened.');
    await expect(check(["Can't", 'Opened'])).resolves.toHaveLength(6);
  });

  test('refuses a schema from the future', async () => {
    await writes.query(
      `INSERT INTO migrations (timestamp, name) VALUES (9999999999999, 'FromTheFuture')`,
    );
    await expect(check()).rejects.toThrow('schema version: found FromTheFuture.');
  });

  test('refuses a schema that is not brought up yet', async () => {
    await writes.query(`DELETE FROM migrations WHERE name LIKE 'CreateTallies%'`);
    await expect(check()).rejects.toThrow('schema version: found pending migrations.');
  });

  test('names everything that is wrong at once, each with what to do', async () => {
    await bank.processor().execute(submit({ do: 'open', tally: 'a' }));
    for (const trigger of triggers) await writes.query(`DROP TRIGGER ${trigger}${on}`);
    await expect(check(['Other'])).rejects.toThrow(
      new RegExp(`${triggers.join(', |')}.*\\n.*event types: found Opened`),
    );
    await expect(check()).rejects.toThrow(/restore it from the migration/);
  });

  test('museum: ALTER through the ORM drops the append-only trigger', async () => {
    await bank.processor().execute(submit({ do: 'open', tally: 'a' }));
    const migrations = [...tallySchema.migrations, AddRemarkByOrm1766000000003];
    const next = await bank.connect({ entities: [], migrations });
    const checked = checkAtBoot(next, tallyRulebook.eventTypes);
    if (engine === 'sqlite')
      await expect(checked).rejects.toThrow('append-only triggers: found no');
    else await expect(checked).resolves.toHaveLength(6);
  });
});

describe('durability', () => {
  test.each(['OFF', 'NORMAL'])('on SQLite synchronous=%s is refused', async (level) => {
    const { connections, close } = await openTestLog('sqlite');
    await connections.writes.query(`PRAGMA synchronous = ${level}`);
    const checked = checkAtBoot(connections, tallyRulebook.eventTypes);
    await expect(checked).rejects.toThrow(/synchronous level: found [01]\./);
    await close();
  });

  test('on SQLite a journal that is not a write-ahead log is refused', async () => {
    const { connections, close } = await openTestLog('sqlite');
    await connections.reads.destroy();
    await connections.writes.query('PRAGMA journal_mode = DELETE');
    const checked = checkAtBoot(connections, tallyRulebook.eventTypes);
    await expect(checked).rejects.toThrow(/journal mode: found delete\./);
    await connections.reads.initialize();
    await close();
  });

  test.each(['off', 'local'])('on PostgreSQL synchronous_commit=%s is refused', async (level) => {
    const { connections, close } = await openTestLog('postgres');
    // The pool hands out the connection that was used last.
    await connections.writes.query(`SET synchronous_commit = ${level}`);
    const checked = checkAtBoot(connections, tallyRulebook.eventTypes);
    await expect(checked).rejects.toThrow(`synchronous commit: found ${level}.`);
    await close();
  });

  test('on PostgreSQL a database or role that says otherwise is overruled', async () => {
    const bank = await openTestLog('postgres');
    const name = new URL(bank.url).pathname.slice(1);
    await bank.connections.writes.query(`ALTER DATABASE ${name} SET synchronous_commit = off`);
    const next = await bank.connect();
    await expect(checkAtBoot(next, tallyRulebook.eventTypes)).resolves.toHaveLength(6);
    await bank.close();
  });

  test('a disabled trigger on PostgreSQL is no trigger', async () => {
    const { connections, close } = await openTestLog('postgres');
    await connections.writes.query('ALTER TABLE events DISABLE TRIGGER events_refuse_change');
    const checked = checkAtBoot(connections, tallyRulebook.eventTypes);
    await expect(checked).rejects.toThrow('append-only triggers: found no events_refuse_change.');
    await close();
  });

  test('an index that is there but not unique is no unique key', async () => {
    for (const engine of engines) {
      const { connections, close } = await openTestLog(engine);
      await connections.writes.query('DROP INDEX events_stream_version');
      await connections.writes.query(
        'CREATE INDEX events_stream_version ON events (stream_id, version)',
      );
      const checked = checkAtBoot(connections, tallyRulebook.eventTypes);
      await expect(checked).rejects.toThrow('unique keys: found no events_stream_version.');
      await close();
    }
  });
});
