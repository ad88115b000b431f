// What stands where a page should be: while it loads, when it broke, when there is none.

import { Button } from '@mantine/core';
import { IconCompass, IconPlugConnectedX } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { PageHeading } from '../ui/heading.tsx';
import { Bones, Empty } from '../ui/panel.tsx';

export function Pending() {
  return <Bones rows={8} height={44} label="the page" />;
}

/** A page that throws takes nothing down but itself. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  return (
    <>
      <PageHeading title="This page broke; your money did not move." />
      <Empty
        icon={IconPlugConnectedX}
        title={error instanceof Error ? error.message : 'Something unexpected happened'}
        actions={
          <>
            <Button onClick={again}>Try again</Button>
            <Button variant="default" onClick={() => window.location.assign('/')}>
              Start over
            </Button>
          </>
        }
      >
        What you see is only a view. Every recorded fact is safe in the log.
      </Empty>
    </>
  );
}

export function NotFound() {
  return (
    <>
      <PageHeading title="There is no such page" />
      <Empty
        icon={IconCompass}
        title="Nothing lives at this address"
        actions={<Link to="/">Go to the overview</Link>}
      >
        The link may be misspelt, or from a version of Passbook that had more pages.
      </Empty>
    </>
  );
}
