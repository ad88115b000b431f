// What stands where a page should be: while it loads, when it broke, when there is none.

import { Button } from '@mantine/core';
import { IconCompass, IconPlugConnectedX } from '@tabler/icons-react';
import { Link, useRouter, type ErrorComponentProps } from '@tanstack/react-router';
import { useEffect } from 'react';
import { onConnection } from '../features/live/live-store.ts';
import { PageHeading } from '../ui/heading.tsx';
import { Bones, Empty } from '../ui/panel.tsx';

export function Pending() {
  return <Bones rows={8} height={44} label="the page" />;
}

/** The code of the page did not come: the server is away, or has a newer version by now. */
function isMissingCode(error: unknown): boolean {
  const words = error instanceof Error ? error.message : '';
  return /preload CSS|dynamically imported module|module script/i.test(words);
}

/** A page that could not come loads by itself as soon as the server is back. */
function Away() {
  useEffect(
    () =>
      onConnection((connection) => {
        // What somebody has typed into an open form stays there.
        const typing = document.querySelector('[role="dialog"]') !== null;
        if (connection === 'live' && !typing) window.location.reload();
      }),
    [],
  );
  return (
    <>
      <PageHeading title="This page could not be loaded" />
      <Empty
        icon={IconPlugConnectedX}
        title="The server is away, or was replaced by a newer version"
        actions={<Button onClick={() => window.location.reload()}>Load it again</Button>}
      >
        Your money did not move. The page comes by itself when the server is back.
      </Empty>
    </>
  );
}

/** A page that throws takes nothing down but itself. */
export function Broken(props: ErrorComponentProps) {
  return isMissingCode(props.error) ? <Away /> : <Threw {...props} />;
}

function Threw({ error, reset }: ErrorComponentProps) {
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
