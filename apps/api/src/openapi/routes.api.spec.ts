// The OpenAPI document and the running server know the same addresses.

import { TestServer } from '../../testing/test-server.ts';
import { openApiDocument } from './document.ts';

/** Pages, files and the documents themselves are not part of the API. */
const APART = /^\/(docs|openapi\.json|assets|[^/]+\.(svg|js|html|txt|ico|webmanifest)$|fonts)/;

test('every route of the server is documented, and every documented one is there', async () => {
  const bank = await TestServer.start();
  const server = bank.server.app.getHttpAdapter().getInstance();
  const documented = Object.entries(openApiDocument().paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase(), url: asRoute(path) })),
  );
  const missing = documented.filter(
    (route) => !server.hasRoute(route as Parameters<typeof server.hasRoute>[0]),
  );
  expect(missing).toEqual([]);
  const known = new Set(documented.map(({ method, url }) => `${method} ${url}`));
  const registered = routesIn(server.printRoutes({ commonPrefix: false }));
  expect(registered.filter((route) => !known.has(route))).toEqual([]);
  expect(registered.length).toBe(known.size);
  await bank.stop();
});

const asRoute = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

/** The tree that Fastify prints, flattened. */
function routesIn(tree: string): readonly string[] {
  const routes: string[] = [];
  const parents: string[] = [];
  for (const line of tree.split('\n')) {
    const match = /^([│├└─\s]*)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (!match) continue;
    const [, indent = '', part = '', methods] = match;
    const depth = Math.round(indent.length / 4);
    parents.length = Math.max(depth - 1, 0);
    const url = parents.join('') + part;
    parents.push(part);
    for (const method of methods?.split(', ') ?? []) {
      if (method !== 'HEAD' && !APART.test(url)) routes.push(`${method} ${url}`);
    }
  }
  return routes;
}
