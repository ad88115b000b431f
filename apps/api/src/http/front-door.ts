// What is answered where no route is: the web app to people, and a problem to programs.

import { Injectable } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problem.ts';
import { servePage } from './web-app.ts';

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
      this.#routes.push({ methods: [method].flat(), url: new RegExp(`^${pattern}$`) });
    });
  }

  /** Sends a page of the web app where a person may have asked for one. */
  page(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    return servePage(request, reply);
  }

  /** The problem of a request that no route takes. */
  noRoute({ method, url }: FastifyRequest): ApiProblem {
    const [path = '/'] = url.split('?');
    const allowed = this.#routes.filter((route) => route.url.test(path));
    const methods = [...new Set(allowed.flatMap((route) => route.methods))].sort();
    if (methods.length === 0 || methods.includes(method)) {
      return new ApiProblem('route-not-found', `There is nothing at ${path}.`);
    }
    const allow = methods.join(', ');
    return new ApiProblem('method-not-allowed', `${path} takes ${allow}, not ${method}.`, {
      headers: { allow },
      members: { allow: methods },
    });
  }
}
