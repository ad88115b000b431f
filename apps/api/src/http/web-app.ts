// The built web app: its files, its pages, and what a browser may do with them.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Where it is built to, from the source and from the compiled server alike. */
export const WEB_APP = join(import.meta.dirname, '..', '..', '..', 'web', 'dist');

/** Addresses below these are never pages of the app. */
const NOT_PAGES = /^\/(v1|errors|assets|metrics|healthz|readyz|openapi\.json|docs)(\/|$)/;

const NOT_BUILT = `Passbook's API is running: see /docs.
The web app is not built: run "npm start", or "npx nx build @passbook/web" and start again.
`;

/** Vite writes files of its own and no inline scripts; Mantine sets styles on elements. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; " +
    "frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** Serves the app's files; those with a hash in their name never change. */
export async function serveFiles(server: FastifyInstance, folder = WEB_APP): Promise<void> {
  if (!existsSync(folder)) return;
  await server.register(fastifyStatic, {
    root: folder,
    index: false,
    // One route for each file: what is none of them is a page of the app, or nothing.
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      const hashed = path.startsWith(join(folder, 'assets'));
      void reply.headers({
        ...(path.endsWith('.html') && PAGE_HEADERS),
        'cache-control': hashed ? 'public, max-age=31536000, immutable' : 'no-cache',
      });
    },
  });
}

/** Sends the app where a person may have asked for one of its pages. */
export async function servePage(
  { method, url, headers }: FastifyRequest,
  reply: FastifyReply,
  folder = WEB_APP,
): Promise<boolean> {
  const [path = '/'] = url.split('?');
  const reads = method === 'GET' || method === 'HEAD';
  const forPeople = path === '/' || headers.accept?.includes('text/html') === true;
  if (!reads || !forPeople || NOT_PAGES.test(path)) return false;
  const index = join(folder, 'index.html');
  if (existsSync(index)) {
    const page = await readFile(index);
    void reply.headers({ ...PAGE_HEADERS, 'cache-control': 'no-cache' });
    void reply.code(200).type('text/html; charset=utf-8').send(page);
  } else {
    void reply
      .code(path === '/' ? 200 : 404)
      .type('text/plain; charset=utf-8')
      .send(NOT_BUILT);
  }
  return true;
}
