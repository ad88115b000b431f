// Makes sure that the import rules are never skipped for want of Nx's project graph.
import { createProjectGraphAsync } from '@nx/devkit';

/**
 * The rule of Nx reads the graph from its cache and passes everything when there is none. Under
 * `nx` the cache is fresh; an editor or a bare `eslint` has to make it first, which takes a second.
 */
export async function ensureProjectGraph() {
  if (process.env['NX_TASK_TARGET_PROJECT'] !== undefined) return;
  process.env['NX_DAEMON'] = 'false';
  await createProjectGraphAsync({ exitOnError: false });
}
