// The catalogue of errors: every problem's `type` leads to its entry here.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problem.ts';
import { noQuery, parseQuery } from './parse.ts';

/** The catalogue, from the source and from the compiled server alike. */
const CATALOGUE = join(import.meta.dirname, '..', '..', '..', '..', 'docs', 'errors.md');

/** The sections of the catalogue by code: each begins with its code as a heading. */
export function errorCatalogue(
  text: string = readFileSync(CATALOGUE, 'utf8'),
): Map<string, string> {
  const sections = text.split(/^(?=## )/m).slice(1);
  return new Map(sections.map((section) => [/^## `?([a-z-]+)/.exec(section)?.[1] ?? '', section]));
}

@Controller('errors')
export class ErrorsController {
  readonly #catalogue = errorCatalogue();

  @Get(':code')
  get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    parseQuery(noQuery, request.query);
    const { code } = request.params as { readonly code: string };
    const section = this.#catalogue.get(code);
    if (section === undefined) {
      throw new ApiProblem('route-not-found', 'There is no error of that name.');
    }
    const page = request.headers.accept?.includes('text/html') === true;
    const kind = page ? 'text/html' : 'text/markdown';
    void reply.type(`${kind}; charset=utf-8`).send(page ? pageOf(code, section) : section);
  }
}

function pageOf(code: string, section: string): string {
  const text = section.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${code}</title>
<pre style="white-space: pre-wrap; max-width: 80ch; margin: 2rem">${text}</pre></html>`;
}
