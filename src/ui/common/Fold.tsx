// A part of a screen that steps back until it is wanted.

import type { ReactNode } from 'react';

interface FoldProps {
  readonly title: string;
  /** Open from the start. */
  readonly open?: boolean;
  readonly children: ReactNode;
  readonly testId?: string;
}

export function Fold({ title, open = false, children, testId }: FoldProps) {
  return (
    <details className="fold" open={open} data-testid={testId}>
      <summary>{title}</summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
