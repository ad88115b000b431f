// The heading of a page: it names the document, and takes the focus when a person navigates.

import { useEffect, useRef, type ReactNode } from 'react';
import classes from './layout.module.css';

let navigated = false;

/** From now on a new page's heading takes the focus; the first page of a visit leaves it alone. */
export function noteNavigation(): void {
  navigated = true;
}

interface PageHeadingProps {
  readonly title: string;
  readonly eyebrow?: ReactNode;
  readonly children?: ReactNode;
}

export function PageHeading({ title, eyebrow, children }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Passbook`;
  }, [title]);
  useEffect(() => {
    if (navigated) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className={classes['heading']}>
      <div>
        {eyebrow === undefined ? null : <div className={classes['eyebrow']}>{eyebrow}</div>}
        <h1 ref={heading} tabIndex={-1} className={classes['title']}>
          {title}
        </h1>
      </div>
      {children === undefined ? null : <div className={classes['headingActions']}>{children}</div>}
    </header>
  );
}
