// Writes the documents that are made from code: the OpenAPI file and the catalogue of events.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventCatalogue } from '../openapi/event-catalogue.ts';
import { openApiDocument } from '../openapi/document.ts';

const DOCS = join(import.meta.dirname, '..', '..', '..', '..', 'docs');

writeFileSync(join(DOCS, 'openapi.json'), `${JSON.stringify(openApiDocument(), null, 2)}\n`);
writeFileSync(join(DOCS, 'events.md'), eventCatalogue());
console.log('wrote docs/openapi.json and docs/events.md');
