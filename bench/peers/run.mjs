// Runs one peer under the benchmark's work and prints what came of it as one line of JSON.
import { appendFor } from '../dist/peers/appending.js';

const type = 'MoneyDeposited';

/** Each opens its store on a URL and gives a function that appends one event. */
const PEERS = {
  async 'emmett-postgresql'(url) {
    const { getPostgreSQLEventStore } = await import('@event-driven-io/emmett-postgresql');
    const store = getPostgreSQLEventStore(url);
    await store.schema.migrate();
    return {
      append: (stream, version, data) =>
        store.appendToStream(stream, [{ type, data }], { expectedStreamVersion: BigInt(version) }),
      close: () => store.close(),
    };
  },

  async 'emmett-sqlite'(url) {
    const { getSQLiteEventStore } = await import('@event-driven-io/emmett-sqlite');
    const store = getSQLiteEventStore({ fileName: url.replace(/^sqlite:/, '') });
    await store.schema.migrate();
    return {
      append: (stream, version, data) =>
        store.appendToStream(stream, [{ type, data }], { expectedStreamVersion: BigInt(version) }),
      close: () => undefined,
    };
  },

  async castore(url) {
    const { PostgresEventStorageAdapter } = await import('@castore/event-storage-adapter-postgres');
    const tableName = 'castore_events';
    await PostgresEventStorageAdapter.createEventTable({
      connectionString: url,
      tableName,
      aggregateId: { type: 'VARCHAR', length: 64 },
    });
    const adapter = new PostgresEventStorageAdapter({ connectionString: url, tableName });
    return {
      append: (aggregateId, version, payload) =>
        adapter.pushEvent(
          { aggregateId, version: version + 1, type, payload },
          { eventStoreId: 'bench' },
        ),
      close: () => undefined,
    };
  },
};

const [peer, url, concurrency, seconds] = process.argv.slice(2);
const { append, close } = await PEERS[peer](url);
const appended = await appendFor(append, {
  concurrency: Number(concurrency),
  seconds: Number(seconds),
});
await close();
console.log(JSON.stringify(appended));
process.exit(0);
