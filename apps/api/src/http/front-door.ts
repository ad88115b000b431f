// What is answered where no route is: the web app to people, and a problem to programs.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problem.ts';

/** The built web app, from the source and from the compiled server alike. */
const WEB_APP = join(import.meta.dirname, '..', '..', '..', 'web', 'dist');

/** Addresses below these are never pages. */
const NOT_PAGES = /^\/(v1|errors|assets|metrics|healthz|readyz|openapi\.json|docs)(\/|$)/;

const NO_WEB_APP = `Passbook's API is running: see /docs.
The web app is not built: run "npm start", or "npx nx build @passbook/web", and reload.
`;

/** Vite's output is files of its own; Mantine sets styles on elements. */
const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
    "font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; " +
    "frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
} as const;

interface Route {
  readonly methods: readonly string[];
  readonly url: RegExp;
}

@Injectable()
export class FrontDoor {
  readonly #routes: Route[] = [];

  /** Learns the routes as they are registered, to tell a wrong method from a wrong address. */
  learn(server: FastifyInstance): void {
    server.addHook('onRoute', ({ method, url }) => {
      if (url.includes('*')) return;
      const pattern = url.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+');
      this.#routes.push({ methods: [method].flat(), url: new RegExp(`^${pattern}/?$`) });
    });
  }

  /** Sends the web app where a person may have asked for one of its pages. */
  async page({ method, url, headers }: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const [path = '/'] = url.split('?');
    const reads = method === 'GET' || method === 'HEAD';
    const forPeople = path === '/' || headers.accept?.includes('text/html') === true;
    if (!reads || !forPeople || NOT_PAGES.test(path)) return false;
    const index = join(WEB_APP, 'index.html');
    if (!existsSync(index)) {
      void reply
        .code(path === '/' ? 200 : 404)
        .type('text/plain; charset=utf-8')
        .send(NO_WEB_APP);
      return true;
    }
    void reply
      .code(200)
      .headers({ ...PAGE_HEADERS, 'cache-control': 'no-cache' })
      .type('text/html; charset=utf-8')
      .send(await readFile(index));
    return true;
  }

  /** The problem of a request that no route takes. */
  noRoute({ method, url }: FastifyRequest): ApiProblem {
    const [path = '/'] = url.split('?');
    const allowed = this.#routes.filter((route) => route.url.test(path));
    const methods = [...new Set(allowed.flatMap((route) => route.methods))].sort();
    if (methods.length === 0) {
      return new ApiProblem('route-not-found', `There is nothing at ${path}.`);
    }
    const allow = methods.join(', ');
    return new ApiProblem('method-not-allowed', `${path} takes ${allow}, not ${method}.`, {
      headers: { allow },
      members: { allow: methods },
    });
  }
}
