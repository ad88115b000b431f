// Makes requests from the OpenAPI document: mostly what it describes, and often just beside it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as fc from 'fast-check';
import { pools, TEXT } from './fuzz-pools.ts';
import type { Call } from './http.ts';
import { ROOT } from './server-process.ts';

export type JsonSchema = Readonly<Record<string, unknown>> & {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
};

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: 'path' | 'query' | 'header';
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { schema?: JsonSchema }>> }>
  >;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

export const openApi = JSON.parse(
  readFileSync(path.join(ROOT, 'docs', 'openapi.json'), 'utf8'),
) as OpenApi;

/** A request, with the operation that has to answer it. */
export interface FuzzedCall extends Call {
  readonly operation: Operation;
  readonly template: string;
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(null, true, 0, -1, 1.5, 1e308, '', [], {}, [[[[]]]]),
);

/** A value of a schema, sometimes one that is not. */
export function valueOf(schema: JsonSchema, name = ''): fc.Arbitrary<unknown> {
  const pool = name in pools ? pools[name] : undefined;
  if (pool && schema.type !== 'integer') {
    const odd = fc.oneof(fc.constantFrom(...pool.odd), fc.string({ unit: 'grapheme' }), anything);
    return mostly(fc.constantFrom(...pool.usual), odd);
  }
  if (name === 'body') return mostly(fc.constant({ amount: '1.00', currency: 'EUR' }), anything);
  if (schema.enum) return mostly(fc.constantFrom(...schema.enum), anything);
  switch (schema.type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return mostly(fc.array(valueOf(schema.items ?? {}), { maxLength: 5 }), anything);
    case 'integer':
      return mostly(fc.integer({ min: 1, max: 40 }), fc.oneof(fc.maxSafeInteger(), anything));
    case 'string':
      return mostly(fc.constantFrom(...TEXT.usual), fc.oneof(fc.string(), anything));
    default:
      return anything;
  }
}

function mostly<T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: odd });
}

function objectOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [name, valueOf(field, name)]),
  );
  const whole = fc.record(fields, { requiredKeys: required as string[] });
  const lacking = fc.record(fields, { requiredKeys: [] });
  const more = fc
    .tuple(
      whole,
      fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'x', 'actor'), anything),
    )
    .map(([one, other]) => ({ ...one, ...other }));
  return fc.oneof(
    { weight: 25, arbitrary: whole },
    { weight: 1, arbitrary: lacking },
    { weight: 1, arbitrary: more },
    { weight: 1, arbitrary: anything },
  );
}

/** Requests to every operation of the document. */
export function anyCall(skip: readonly string[] = []): fc.Arbitrary<FuzzedCall> {
  const operations = Object.entries(openApi.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ template, method, operation })),
  );
  const wanted = operations.filter(({ operation }) => !skip.includes(operation.operationId));
  return fc.oneof(...wanted.map((one) => callOf(one)));
}

interface Place {
  readonly template: string;
  readonly method: string;
  readonly operation: Operation;
}

function callOf({ template, method, operation }: Place): fc.Arbitrary<FuzzedCall> {
  const { parameters = [], requestBody } = operation;
  const values = (where: string): fc.Arbitrary<Record<string, unknown>> => {
    const chosen = parameters.filter((one) => one.in === where);
    const model = Object.fromEntries(
      chosen.map(({ name, schema }) => {
        const value = valueOf(schema, name);
        // Many at once would nearly always hold one that is refused.
        return [name, where === 'path' ? value : sometimes(value)];
      }),
    );
    return fc.record(model);
  };
  const schema = requestBody?.content['application/json']?.schema;
  const stray = fc.oneof(
    { weight: 40, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constant({ limits: '1' }) },
    { weight: 1, arbitrary: fc.constant({ '__proto__[x]': '1', 'a[]': '2' }) },
  );
  return fc
    .tuple(
      values('path'),
      values('query'),
      values('header'),
      schema ? valueOf(schema) : fc.constant(undefined),
      stray,
    )
    .map(([names, query, headers, body, extra]) => ({
      operation,
      template,
      method: method.toUpperCase(),
      path: pathOf(template, names) + queryOf({ ...query, ...extra }),
      headers: sendable(headers),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }));
}

/** A parameter that is left out more often than not. */
function sometimes(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: value },
  );
}

function pathOf(template: string, names: Readonly<Record<string, unknown>>): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const text = encoded(textOf(names[name]));
    // An empty name, or one that stands for a folder, is another address.
    return /^\.{0,2}$/.test(text) ? 'nobody' : text;
  });
}

function queryOf(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const pairs = given.map(([name, value]) => `${encoded(name)}=${encoded(textOf(value))}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Halves of surrogate pairs can not be encoded: the client would throw before it sends. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Cs}/gu, '?'));
}

/** A value as a client writes it that takes everything for text. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Of headers only what a client can put on the wire at all. */
function sendable(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const sane = Object.entries(headers).filter(
    ([, value]) => value !== undefined && /^[\x20-\x7e]+$/.test(textOf(value)),
  );
  return Object.fromEntries(sane.map(([name, value]) => [name.toLowerCase(), textOf(value)]));
}
