// A titled surface; every panel of the studio is one. The title is a heading, so that a screen
// reader can walk the page.

import type { ReactNode } from 'react';
import { useId } from 'react';
import { Boundary } from './Boundary';

interface PanelProps {
  readonly title: string;
  readonly lede?: ReactNode | undefined;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly testId?: string;
}

export function Panel({ title, lede, aside, children, testId }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id} data-testid={testId}>
      <header>
        <h2 id={id}>{title}</h2>
        {aside}
        {lede === undefined ? null : <p>{lede}</p>}
      </header>
      <Boundary>{children}</Boundary>
    </section>
  );
}
