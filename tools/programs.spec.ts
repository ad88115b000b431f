// How the commands behave before there is anything to run: help, mistakes, and the Node they need.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';

const program = (name: string): string => path.join(__dirname, name);

const run = (name: string, ...args: readonly string[]) =>
  spawnSync(process.execPath, [program(name), ...args], { encoding: 'utf8' });

describe('every command', () => {
  test.each(['start.mjs', 'dev.mjs', 'test.mjs', 'run.mjs', 'postgres.mjs'])(
    '%s tells how to use it',
    (name) => {
      const { status, stdout } = run(name, '--help');
      expect(status).toBe(0);
      expect(stdout).toMatch(/^Usage: /);
    },
  );

  test.each([
    ['start.mjs', '--demo'],
    ['run.mjs', 'sing'],
  ])('%s refuses %s and tells what it knows', (name, argument) => {
    const { status, stderr } = run(name, argument);
    expect(status).toBe(2);
    expect(stderr).toContain('Usage: ');
  });
});

describe('the Node that Passbook runs on', () => {
  test.each([
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.0', false],
    ['22.12.0', false],
    ['22.13.0', true],
    ['23.11.0', false],
    ['24.10.0', false],
    ['24.11.0', true],
    ['26.0.0', true],
  ])('%s: %s', (version, supported) => {
    const module = JSON.stringify(program('workspace.mjs'));
    const script = `const { supportsNode } = await import(${module});
      process.stdout.write(String(supportsNode('${version}')));`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(stdout).toBe(String(supported));
  });
});

const dataDirectory = async (url: string): Promise<string> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
  await client.end();
  return rows[0]?.data_directory ?? '';
};

describe('the PostgreSQL of the tests', () => {
  test('ends with the program that asked for it and leaves no file behind', async () => {
    const server = spawn(process.execPath, [program('postgres.mjs')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const [url] = (await once(createInterface({ input: server.stdout }), 'line')) as [string];
    const home = path.dirname(await dataDirectory(url));
    expect(existsSync(home)).toBe(true);
    server.stdin.destroy();
    await once(server, 'exit');
    expect(existsSync(home)).toBe(false);
    await expect(new Client({ connectionString: url }).connect()).rejects.toThrow('ECONNREFUSED');
  });
});
