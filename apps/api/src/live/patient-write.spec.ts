// A slow reader is waited for, a stalled one is let go; both on a real socket.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { writePatiently } from './patient-write.ts';

const MUCH = 'x'.repeat(16 * 1024 * 1024);

describe('writing patiently', () => {
  let server: Server;
  let reader: Socket;
  let writer: Socket;
  beforeEach(async () => {
    server = createServer().listen(0);
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    reader = connect((server.address() as AddressInfo).port);
    [writer] = await accepted;
  });
  afterEach(() => {
    reader.destroy();
    writer.destroy();
    server.close();
  });

  test('waits for a reader that takes its time', async () => {
    const { signal } = new AbortController();
    const writing = writePatiently(writer, MUCH, { milliseconds: 5000, signal });
    await setTimeout(100);
    let read = 0;
    reader.on('data', (chunk) => {
      read += chunk.length;
    });
    await writing;
    expect(writer.destroyed).toBe(false);
    expect(read).toBeGreaterThan(MUCH.length / 2);
  });

  test('disconnects a reader that has stalled', async () => {
    const { signal } = new AbortController();
    await writePatiently(writer, MUCH, { milliseconds: 100, signal });
    expect(writer.destroyed).toBe(true);
  });

  test('loses no patience to the garbage collector', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const { signal } = new AbortController();
    const writing = writePatiently(writer, MUCH, { milliseconds: 300, signal });
    await setTimeout(20);
    collect();
    const verdict = writing.then(() => 'let go');
    expect(await Promise.race([verdict, setTimeout(5000, 'still waiting')])).toBe('let go');
  });

  test('waits no longer for a reader that has left', async () => {
    const left = new AbortController();
    const writing = writePatiently(writer, MUCH, { milliseconds: 60_000, signal: left.signal });
    left.abort();
    await writing;
    expect(writer.destroyed).toBe(true);
  });
});
