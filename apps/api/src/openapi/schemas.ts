// JSON schemas of the wire, as the OpenAPI document holds and refers to them.

import { eventSchemas } from '@passbook/contracts';
import * as z from 'zod';

/** A JSON schema; a document is made of them and nobody looks inside. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const uri = (id: string): string => `#/components/schemas/${id}`;

const options = {
  unrepresentable: 'any',
  /** That a number is one that JavaScript can count to goes without saying. */
  override: ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }) => {
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  },
} as const;

/** Every schema that has a name, and the data of every event. */
export function componentSchemas(): Readonly<Record<string, JsonSchema>> {
  const named = z.toJSONSchema(z.globalRegistry, { ...options, uri, io: 'output' });
  const events = Object.entries(eventSchemas).map(([type, schema]) => [
    `DataOf${type}`,
    z.toJSONSchema(schema, { ...options, io: 'output' }),
  ]);
  const all = { ...named.schemas, ...(Object.fromEntries(events) as typeof named.schemas) };
  return Object.fromEntries(
    Object.entries(all)
      .map(([name, schema]): [string, JsonSchema] => [name, bare(schema)])
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** A schema in place: a reference where it has a name. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const id = z.globalRegistry.get(schema)?.id;
  if (id !== undefined) return { $ref: uri(id) };
  return bare(z.toJSONSchema(schema, { ...options, io }));
}

/** The parameters of a query string. */
export function queryParameters(schema: z.ZodType): readonly JsonSchema[] {
  const input = z.toJSONSchema(schema, { ...options, io: 'input' });
  const output = z.toJSONSchema(schema, { ...options, io: 'output' });
  return Object.entries(input.properties ?? {}).map(([name, sent]) => {
    const read = output.properties?.[name];
    // A whole number is sent as text like everything in a query, and is a number all the same.
    const number = typeof read === 'object' && read.type === 'number' ? read : undefined;
    const { description, ...rest } = (number ? { ...number, type: 'integer' } : sent) as JsonSchema;
    return {
      name,
      in: 'query',
      required: false,
      ...(description !== undefined && { description }),
      schema: rest,
    };
  });
}

/** As a part of the document: what has a name is referred to there, not carried along. */
function bare(schema: JsonSchema): JsonSchema {
  const { $schema: _, $id: __, id: ___, $defs: ____, ...rest } = schema;
  return JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', uri(''))) as JsonSchema;
}
