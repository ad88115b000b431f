// What specs and benchmarks take from the tools: a real PostgreSQL, one fresh database at a time.
export { freshPostgres, type FreshDatabase } from './fresh-postgres.ts';
export { startPostgres, type RunningPostgres } from './start-postgres.ts';
