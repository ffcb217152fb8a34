// Back and forth between the pages of a list; nothing where one page holds all.

import { Button } from '@mantine/core';
import { strings } from '../../strings';

interface PagerProps {
  /** The page shown, from 0. */
  readonly current: number;
  readonly pages: number;
  readonly onTurn: (page: number) => void;
}

export function Pager({ current, pages, onTurn }: PagerProps) {
  if (pages <= 1) return null;
  return (
    <div className="row pager">
      <Button
        variant="default"
        size="compact-sm"
        disabled={current === 0}
        onClick={() => onTurn(current - 1)}
      >
        {strings.common.previous}
      </Button>
      <span className="small muted">{strings.common.page(current + 1, pages)}</span>
      <Button
        variant="default"
        size="compact-sm"
        disabled={current >= pages - 1}
        onClick={() => onTurn(current + 1)}
      >
        {strings.common.next}
      </Button>
    </div>
  );
}
