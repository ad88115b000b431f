// The audit log: every fact of the bank, by position, filtered by the address.

import { Menu, Button } from '@mantine/core';
import '@mantine/core/styles/Menu.css';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { address } from '../../api/client.ts';
import { summaryQuery } from '../../api/queries.ts';
import { PageHeading } from '../../ui/heading.tsx';
import { formatCount } from '../../ui/money.ts';
import { AuditList } from './audit-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { apiFilter, filterOf, writeQualifiers } from './qualifiers.ts';

const FactDrawer = lazy(() => import('./fact-drawer.tsx'));
const route = getRouteApi('/audit');

export function AuditPage() {
  const search = route.useSearch();
  const { data: summary } = useQuery(summaryQuery());
  const words = writeQualifiers(filterOf(search));
  const filter = useMemo(() => apiFilter(filterOf(search)), [search]);
  return (
    <>
      <PageHeading
        title="Audit log"
        eyebrow={
          summary === undefined
            ? 'Every fact of the bank'
            : `${formatCount(summary.log.size)} facts, newest first`
        }
      >
        <Export filter={filter} words={words} />
      </PageHeading>
      <FilterBar key={words} />
      <AuditList filter={filter} filtered={words !== ''} />
      <Suspense fallback={null}>
        {search.event === undefined ? null : <FactDrawer position={Number(search.event)} />}
      </Suspense>
    </>
  );
}

interface ExportProps {
  readonly filter: ReturnType<typeof apiFilter>;
  readonly words: string;
}

function Export({ filter, words }: ExportProps) {
  const link = (format: string) => address('/v1/events/export', { format, ...filter });
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {words === '' ? 'Every fact' : 'The facts that match'}, ascending by position
        </Menu.Label>
        <Menu.Item component="a" href={link('ndjson')} download>
          As NDJSON
        </Menu.Item>
        <Menu.Item component="a" href={link('csv')} download>
          As CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
