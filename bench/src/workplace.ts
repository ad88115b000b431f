// Where the benchmark keeps its files and databases; the databases go when the run is over.

import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { freshPostgres, startPostgres, type RunningPostgres } from '@passbook/tools/testing';

export type Engine = 'sqlite' | 'postgres';

/** A database of its own. */
export interface Database {
  readonly engine: Engine;
  /** As `DATABASE_URL` has it. */
  readonly url: string;
  /** Removes it. */
  readonly drop: () => Promise<void>;
}

/** A directory for one run, and a PostgreSQL that starts when it is first needed. */
export class Workplace {
  readonly directory: string;
  #postgres: Promise<RunningPostgres> | undefined;
  #count = 0;

  constructor(parent: string) {
    mkdirSync(parent, { recursive: true });
    this.directory = mkdtempSync(path.join(parent, 'passbook-bench-'));
  }

  /** A path in the directory that nothing stands at. */
  file(name: string): string {
    this.#count += 1;
    return path.join(this.directory, `${this.#count}-${name}`);
  }

  async database(engine: Engine): Promise<Database> {
    if (engine === 'sqlite') return this.#sqlite(this.file('bank.sqlite'));
    this.#postgres ??= startPostgres();
    const { url } = await this.#postgres;
    return { engine, ...(await freshPostgres(url)) };
  }

  /** A copy of a SQLite database that nobody has open. */
  copyOf({ url }: Database): Database {
    const copy = this.file('bank.sqlite');
    copyFileSync(fileOf(url), copy);
    return this.#sqlite(copy);
  }

  #sqlite(file: string): Database {
    return {
      engine: 'sqlite',
      url: `sqlite:${file}`,
      drop: () => {
        for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
        return Promise.resolve();
      },
    };
  }

  /** Ends what was started and removes every database; results and profiles stay. */
  async close(): Promise<void> {
    await (await this.#postgres)?.stop();
    for (const file of readdirSync(this.directory)) {
      if (/\.sqlite/.test(file)) rmSync(path.join(this.directory, file), { force: true });
    }
  }
}

/** The file of a `sqlite:` URL. */
export function fileOf(url: string): string {
  return url.replace(/^sqlite:/, '');
}
