// A log that an earlier version left behind is brought up to date, and answers as before.

import { checkAtBoot } from './boot-check.ts';
import { tallyRulebook } from './testing/tally.ts';
import { engines, openTestLog, soundContents, submit, type TestLog } from './testing/test-log.ts';

/** How the log was before its keys were indexed as they are: by a hash, in a column of its own. */
const keysByHash = (engine: TestLog['engine']): readonly string[] => [
  'DROP INDEX events_command_key',
  `ALTER TABLE events ADD COLUMN key_hash ${engine === 'sqlite' ? 'INTEGER' : 'BIGINT'}`,
  'CREATE INDEX events_key_hash ON events (key_hash) WHERE key_hash IS NOT NULL',
  `DELETE FROM migrations WHERE name LIKE 'IndexKeys%'`,
];

describe.each(engines)('a log of an earlier version on %s', (engine) => {
  test('keeps its facts, and every key still stands for its first outcome', async () => {
    const bank = await openTestLog(engine);
    const opening = submit({ do: 'open', tally: 'a' }, { key: 'k' });
    const first = await bank.processor().execute(opening);
    const before = await soundContents(bank.connections);
    for (const sql of keysByHash(engine)) await bank.connections.writes.query(sql);

    const upgraded = await bank.connect();
    await expect(checkAtBoot(upgraded, tallyRulebook.eventTypes)).resolves.toHaveLength(6);
    expect(await soundContents(upgraded)).toEqual(before);
    expect(await bank.processor().execute(opening)).toEqual({ ...first, replayed: true });
    await bank.close();
  });
});
