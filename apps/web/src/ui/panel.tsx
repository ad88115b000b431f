// Panels and what may stand in them: notes, empty states, failures, and shapes of what will come.

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import classes from './layout.module.css';

interface PanelProps {
  readonly title?: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

export function Panel({ title, aside, children, className = '' }: PanelProps) {
  return (
    <section className={`${classes['panel'] ?? ''} ${className}`} aria-label={title}>
      {title === undefined ? null : (
        <div className={classes['panelHead']}>
          <h2 className={classes['panelTitle']}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}

const icons = { plain: IconInfoCircle, warn: IconAlertTriangle, accent: IconCircleCheck };

interface NoteProps {
  readonly tone?: keyof typeof icons;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out at once; for what happens while a person works. */
  readonly live?: boolean;
}

export function Note({ tone = 'plain', title, children, actions, live }: NoteProps) {
  const Icon = icons[tone];
  return (
    <div className={classes['note']} data-tone={tone} {...(live ? { role: 'alert' } : {})}>
      <Icon size={18} stroke={1.75} aria-hidden />
      <div>
        {title === undefined ? null : <strong>{title}</strong>}
        {children === undefined ? null : <div>{children}</div>}
        {actions === undefined ? null : <div className={classes['noteActions']}>{actions}</div>}
      </div>
    </div>
  );
}

interface EmptyProps {
  readonly icon: ComponentType<{ size: number; stroke: number; 'aria-hidden': boolean }>;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export function Empty({ icon: Icon, title, children, actions }: EmptyProps) {
  return (
    <div className={classes['empty']}>
      <Icon size={32} stroke={1.25} aria-hidden />
      <p className={classes['emptyTitle']}>{title}</p>
      {children === undefined ? null : <p>{children}</p>}
      {actions === undefined ? null : <div className={classes['noteActions']}>{actions}</div>}
    </div>
  );
}

interface FailureProps {
  /** What could not be shown, as the start of a sentence: `The history`. */
  readonly what: string;
  readonly detail: string;
  readonly requestId?: string | undefined;
  readonly onRetry: () => void;
}

export function Failure({ what, detail, requestId, onRetry }: FailureProps) {
  return (
    <div style={{ padding: '1rem' }}>
      <Note
        tone="warn"
        title={`${what} could not be loaded.`}
        actions={
          <Button size="xs" variant="default" onClick={onRetry}>
            Retry
          </Button>
        }
      >
        {detail}
        {requestId === undefined ? null : (
          <>
            {' '}
            Request <code>{requestId}</code>
          </>
        )}
      </Note>
    </div>
  );
}

interface BonesProps {
  readonly rows?: number;
  readonly height?: number;
  readonly label: string;
}

/** Skeletons of the final size: nothing jumps when the data comes. */
export function Bones({ rows = 1, height = 20, label }: BonesProps) {
  return (
    <div aria-busy="true">
      <span className={classes['visuallyHidden']} role="status">
        Loading {label}
      </span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height, display: 'flex', alignItems: 'center' }} aria-hidden>
          <span
            className={classes['skeleton']}
            style={{ width: `${88 - ((row * 17) % 40)}%`, height: Math.min(14, height) }}
          />
        </div>
      ))}
    </div>
  );
}

export function HiddenText({ children }: { readonly children: ReactNode }) {
  return <span className={classes['visuallyHidden']}>{children}</span>;
}
