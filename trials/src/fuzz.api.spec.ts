// Sends what the OpenAPI document describes, and what it does not, and holds every answer to it.

import path from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import * as fc from 'fast-check';
import { LONG, SEED, tell } from './harness/chance.ts';
import { anyCall, openApi, type FuzzedCall } from './harness/fuzz.ts';
import { HttpClient, type Answer } from './harness/http.ts';
import { gaps, wholeLog } from './harness/reckoning.ts';
import { scratchFolder } from './harness/scratch.ts';
import { endServers, ServerProcess } from './harness/server-process.ts';
import { openAccounts } from './harness/traffic.ts';
import { verifyDatabase } from './harness/verify.ts';

const REQUESTS = LONG ? 40_000 : 2_000;
const AT_ONCE = 20;
const scratch = scratchFolder();
const databaseUrl = `sqlite:${path.join(scratch.folder, 'bank.sqlite')}`;
let server: ServerProcess;
let client: HttpClient;

beforeAll(async () => {
  server = await ServerProcess.start({ databaseUrl });
  client = new HttpClient(server.url);
  await openAccounts(client, ['a', 'b', 'c']);
}, 60_000);

afterAll(async () => {
  client.close();
  await endServers();
  scratch.remove();
});

const ajv = new Ajv({ strict: false, allErrors: false });
addFormats(ajv);
ajv.addSchema({ $id: 'openapi', components: openApi.components });
const validators = new Map<unknown, ValidateFunction>();

function validator(schema: object): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"openapi#/components/');
  const made = ajv.compile(JSON.parse(text) as object);
  validators.set(schema, made);
  return made;
}

/** What the document does not allow in this answer, or nothing. */
function breach({ operation }: FuzzedCall, { status, headers, text }: Answer): string | undefined {
  if (status >= 500 && status !== 503) return `status ${status}: ${text}`;
  const documented = operation.responses[String(status)];
  if (!documented) return `undocumented status ${status}: ${text}`;
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  const media = documented.content?.[type];
  if (!media) return `undocumented type ${type} of status ${status}`;
  if (status >= 400) {
    const { type: kind } = JSON.parse(text) as { readonly type: string };
    if (!kind.startsWith('/errors/')) return 'no problem document';
  }
  if (!media.schema) return undefined;
  const valid = validator(media.schema);
  return valid(JSON.parse(text)) ? undefined : `${ajv.errorsText(valid.errors)}: ${text}`;
}

test(
  `${REQUESTS} requests made from the OpenAPI document: no 500, nothing undocumented, nothing lost`,
  async () => {
    tell(`fuzz: seed ${SEED}`);
    const statuses = new Map<number, number>();
    const succeeded = new Set<string>();
    // A stream does not end by itself; its parameters have trials of their own.
    const calls = fc.array(anyCall(['streamEvents']), { minLength: AT_ONCE, maxLength: AT_ONCE });
    const property = fc.asyncProperty(calls, async (batch) => {
      const answers = await Promise.all(batch.map((call) => client.call(call)));
      const wrong = answers.flatMap((answer, index) => {
        const call = batch[index] as FuzzedCall;
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
        if (answer.status < 300) succeeded.add(call.operation.operationId);
        const why = breach(call, answer);
        return why === undefined
          ? []
          : [`${call.method} ${call.path} ${String(call.body)}\n  -> ${why}`];
      });
      expect(wrong).toEqual([]);
    });
    await fc.assert(property, { numRuns: REQUESTS / AT_ONCE, seed: SEED, endOnFailure: true });
    const told = [...statuses].sort(([one], [other]) => one - other);
    tell(`fuzz: ${told.map(([status, times]) => `${status}: ${times}`).join(', ')}`);
    tell(`fuzz: ${succeeded.size} operations answered with success at least once`);
    // A fuzzer that is always refused at the door proves nothing about the house.
    expect(succeeded.size).toBeGreaterThan(15);
    expect(gaps(await wholeLog(client))).toEqual([]);
    expect(server.log).not.toMatch(/"level":(50|60)/);
    await verifyDatabase(databaseUrl);
  },
  REQUESTS * 60 + 120_000,
);
