// The documents that are made from code, and the one that is not, are what the code says.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bankingEventTypes, refusalCodes } from '@passbook/banking';
import { commandRoutes, problems, type ProblemCode } from '@passbook/contracts';
import { errorCatalogue } from '../http/errors.controller.ts';
import { openApiDocument } from './document.ts';
import { eventCatalogue } from './event-catalogue.ts';

const read = (name: string): string =>
  readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', name), 'utf8');
const HOW = 'npm run catalogues -w @passbook/api';

test('docs/openapi.json is what the server serves', () => {
  const served: unknown = JSON.parse(JSON.stringify(openApiDocument()));
  const committed = JSON.parse(read('openapi.json')) as unknown;
  if (JSON.stringify(committed) !== JSON.stringify(served)) {
    throw new Error(`docs/openapi.json is out of date; ${HOW}`);
  }
});

test('docs/events.md is what the schemas say', () => {
  expect({ text: read('events.md'), how: HOW }).toEqual({ text: eventCatalogue(), how: HOW });
});

test('every event has its meaning in docs/events.md', () => {
  for (const type of bankingEventTypes) {
    expect(eventCatalogue()).toMatch(new RegExp(`^## \`${type}\`\\n\\n[A-Z].+\\.$`, 'm'));
  }
});

test('docs/errors.md has one entry for each problem, and no other', () => {
  const codes = [...errorCatalogue(read('errors.md')).keys()];
  expect(codes.sort()).toEqual(Object.keys(problems).sort());
});

test('each entry of docs/errors.md states the status, and whether it is recorded', () => {
  const unrecorded = ['account-not-found', 'hold-not-found'];
  for (const [code, text] of errorCatalogue(read('errors.md'))) {
    const { status } = problems[code as ProblemCode];
    expect(text).toContain(`Status ${status}.`);
    const refusal = (refusalCodes as readonly string[]).includes(code);
    const recorded = refusal && !unrecorded.includes(code);
    expect([code, /(?<!Not )Recorded\./i.test(text.replaceAll('Not recorded.', ''))]).toEqual([
      code,
      recorded,
    ]);
  }
});

test('every reference of the OpenAPI document leads somewhere', () => {
  const document = openApiDocument();
  const text = JSON.stringify(document);
  const names = new Set(Object.keys(document.components?.schemas ?? {}));
  for (const [, reference = ''] of text.matchAll(/"\$ref":"([^"]+)"/g)) {
    expect(names).toContain(reference.replace('#/components/schemas/', ''));
  }
});

test('the OpenAPI document has every command with its body and its status', () => {
  const { paths } = openApiDocument();
  for (const { method, path, status } of Object.values(commandRoutes)) {
    const operation = paths[path]?.[method === 'PUT' ? 'put' : 'post'];
    expect(operation?.requestBody).toBeDefined();
    expect(Object.keys(operation?.responses ?? {})).toContain(String(status));
  }
});
