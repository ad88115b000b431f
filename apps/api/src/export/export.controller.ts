// The log as a file: streamed as it is read, complete up to where the log ended when it began.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { exportEventsQuery, type WireEvent } from '@passbook/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BANK } from '../bank-token.ts';
import type { Bank } from '../bank.ts';
import { parseQuery } from '../http/parse.ts';
import { ViewPosition } from '../queries/view-position.ts';
import { csvHeader, csvRow } from './csv.ts';

/** How facts are written, and how the file ends: with their number and a hash of all before. */
interface Format {
  readonly contentType: string;
  readonly header: string;
  readonly line: (event: WireEvent) => string;
  readonly trailer: (count: number, sha256: string) => string;
}

const formats: Readonly<Record<'ndjson' | 'csv', Format>> = {
  ndjson: {
    contentType: 'application/x-ndjson; charset=utf-8',
    header: '',
    line: (event) => `${JSON.stringify(event)}\n`,
    trailer: (count, sha256) => `${JSON.stringify({ count, sha256 })}\n`,
  },
  csv: {
    contentType: 'text/csv; charset=utf-8',
    header: csvHeader,
    line: csvRow,
    trailer: (count, sha256) => `# count=${count} sha256=${sha256}\r\n`,
  },
};

@Controller('v1/events/export')
export class ExportController {
  constructor(
    @Inject(BANK) private readonly bank: Bank,
    private readonly view: ViewPosition,
  ) {}

  @Get()
  async export(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { format, minPosition, ...filter } = parseQuery(exportEventsQuery, request.query);
    const upTo = await this.view.reached(minPosition);
    const pages = this.bank.audit.export(filter, upTo);
    void reply
      .header('x-position', String(upTo))
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="passbook-${upTo}.${format}"`)
      .type(formats[format].contentType)
      .send(request.method === 'HEAD' ? '' : Readable.from(written(pages, formats[format])));
  }
}

/** The file page by page; the next is read when the reader has taken the last. */
export async function* written(
  pages: AsyncIterable<readonly WireEvent[]>,
  { header, line, trailer }: Format,
): AsyncGenerator<string> {
  const hash = createHash('sha256').update(header);
  let count = 0;
  if (header !== '') yield header;
  for await (const page of pages) {
    const text = page.map(line).join('');
    hash.update(text);
    count += page.length;
    yield text;
  }
  yield trailer(count, hash.digest('hex'));
}
