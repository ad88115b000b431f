// The OpenAPI document, made of the same tables and schemas that the server runs on.

import { DocumentBuilder, type OpenAPIObject } from '@nestjs/swagger';
import {
  bulkBody,
  bulkReply,
  commandRoutes,
  dryRunReply,
  problem,
  problems,
  receipt,
  reversalReceipt,
  transferReceipt,
  type CommandRoute,
  type ProblemCode,
  type PublicCommand,
} from '@passbook/contracts';
import * as z from 'zod';
import { publicCommands } from '../commands/verbs.ts';
import { resources, type Resource } from './resources.ts';
import { componentSchemas, queryParameters, schemaOf, type JsonSchema } from './schemas.ts';

/** Describes the whole API. */
export function openApiDocument(): OpenAPIObject {
  const frame = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Passbook')
    .setVersion('1')
    .setDescription('Bank accounts on one append-only log: every balance beside its history.')
    .addTag('Accounts')
    .addTag('Commands')
    .addTag('Audit log')
    .addTag('Operations')
    .build();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const resource of resources) paths[resource.path] = { get: reading(resource) };
  for (const name of publicCommands) {
    const route = commandRoutes[name];
    paths[route.path] = {
      ...paths[route.path],
      [route.method.toLowerCase()]: command(name, route),
    };
  }
  paths['/v1/bulk'] = { post: bulk };
  return {
    ...frame,
    paths: paths,
    components: {
      schemas: componentSchemas(),
    },
  };
}

const edge = [
  'malformed-request',
  'unknown-parameter',
  'body-too-large',
  'unsupported-media-type',
  'overloaded',
  'unavailable',
] as const satisfies readonly ProblemCode[];

const refusals = Object.entries(problems)
  .filter(([, { status }]) => [404, 409, 412, 422].includes(status))
  .map(([code]) => code as ProblemCode)
  .filter((code) => !['route-not-found', 'command-not-found'].includes(code));

const replies: Partial<Record<PublicCommand, z.ZodType>> = {
  TransferMoney: transferReceipt,
  ReverseTransaction: reversalReceipt,
};

function command(name: PublicCommand, route: CommandRoute): JsonSchema {
  const { path, status, summary, body } = route;
  const json = (schema: z.ZodType): JsonSchema => content('application/json', schema);
  return {
    operationId: `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
    tags: ['Commands'],
    summary,
    parameters: [...pathParameters(path), ...commandHeaders],
    requestBody: { required: true, content: content('application/json', body, 'input') },
    responses: {
      ...(status === 201 && {
        '200': { description: 'What would happen, with dryRun=true.', content: json(dryRunReply) },
      }),
      [String(status)]: {
        description: status === 201 ? 'Recorded.' : 'Recorded; with dryRun=true what would be.',
        headers: replyHeaders,
        content: json(
          status === 201 ? (replies[name] ?? receipt) : z.union([receipt, dryRunReply]),
        ),
      },
      ...failures([...edge, ...refusals]),
    },
  };
}

function reading({
  path,
  name,
  tag,
  summary,
  description,
  query,
  answer,
  problems: codes,
}: Resource) {
  const media = answer instanceof z.ZodType ? ['application/json'] : answer;
  return {
    operationId: name,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    parameters: [...pathParameters(path), ...queryParameters(query)],
    responses: {
      '200': {
        description: 'The answer.',
        headers: { 'X-Position': header('How much of the log the answer counts.') },
        content: Object.fromEntries(
          media.map((type) => [
            type,
            answer instanceof z.ZodType ? { schema: schemaOf(answer, 'output') } : {},
          ]),
        ),
      },
      ...failures(codes),
    },
  };
}

const dryRun: JsonSchema = {
  name: 'dryRun',
  in: 'query',
  required: false,
  description: 'Decide and answer, but record nothing.',
  schema: { type: 'string', enum: ['true', 'false'] },
};

const bulkKey: JsonSchema = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Must be well formed, and protects nothing here: the key of each item does.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

const bulk: JsonSchema = {
  operationId: 'bulk',
  tags: ['Commands'],
  summary: 'Send up to 1,000 commands, each on its own or all of them or none',
  description:
    'Each item is answered as the single command would be; of mode `atomic` the first that fails ' +
    'is answered with 409, and nothing is recorded. Each item has an idempotency key of its own: ' +
    'sent again, an item is answered with its first outcome. With dryRun=true the items are ' +
    'decided one after the other, and the bodies of the results are those of dry runs.',
  parameters: [bulkKey, dryRun],
  requestBody: { required: true, content: content('application/json', bulkBody, 'input') },
  responses: {
    '200': {
      description: 'One result for each item, in order.',
      content: content('application/json', bulkReply),
    },
    ...failures([...edge, ...refusals.filter((code) => problems[code].status === 409)]),
  },
};

const commandHeaders: readonly JsonSchema[] = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'A repeat with the same key is answered with the first outcome. Send one, best a UUIDv7.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  {
    name: 'If-Match',
    in: 'header',
    required: false,
    description:
      'The ETag of the account: the command holds only while it has not moved on. ' +
      'With * it holds whatever the version, as long as the account is there.',
    schema: { type: 'string', examples: ['"v17"'] },
  },
  dryRun,
];

const replyHeaders = {
  ETag: header('The version of the account after the command, such as "v17".'),
  Location: header('Where what came to be can be fetched.'),
  'X-Position': header('The position of the recorded fact, the last of several.'),
  'Idempotent-Replayed': header('true where this is the answer to a former request.'),
};

function header(description: string): JsonSchema {
  return { description, schema: { type: 'string' } };
}

function content(type: string, schema: z.ZodType, io: 'input' | 'output' = 'output'): JsonSchema {
  return { [type]: { schema: schemaOf(schema, io) } };
}

function pathParameters(path: string): readonly JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'position' ? { type: 'integer', minimum: 1 } : { type: 'string' },
  }));
}

/** The problems by status, each status with the codes it may have. */
function failures(codes: readonly ProblemCode[]): Record<string, JsonSchema> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = problems[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      String(status),
      { description: same.join(', '), content: content('application/problem+json', problem) },
    ]),
  );
}
