// A thin line of progress with words: what is being done, how far, and a way to stop it.

import { Button } from '@mantine/core';
import type { Progress } from '../../bridge/studioClient';
import { strings } from '../../strings';
import { duration, whole } from '../../strings/format';

interface ProgressLineProps {
  readonly progress: Progress;
  /** Milliseconds until it is done, where that can be told. */
  readonly left?: number | null;
  readonly onCancel?: () => void;
  readonly testId?: string;
  readonly cancelTestId?: string;
}

export function ProgressLine({
  progress,
  left = null,
  onCancel,
  testId,
  cancelTestId,
}: ProgressLineProps) {
  const known = progress.total > 0;
  const phase = strings.phases[progress.phase] ?? progress.phase;
  const share = known ? Math.min(1, progress.done / progress.total) : 0;
  return (
    <div className="stack tight" data-testid={testId}>
      <div className="spread small">
        <span>{phase}</span>
        <span className="row tight">
          {known ? (
            <span className="muted">
              {strings.common.ofTotal(whole(progress.done), whole(progress.total))}
              {left === null ? '' : `, ${strings.rating.make.left(duration(left))}`}
            </span>
          ) : null}
          {onCancel === undefined ? null : (
            <Button
              size="compact-sm"
              variant="default"
              onClick={onCancel}
              data-testid={cancelTestId}
            >
              {strings.common.cancel}
            </Button>
          )}
        </span>
      </div>
      <div
        className={known ? 'progress' : 'progress unknown'}
        role="progressbar"
        aria-label={phase}
        {...(known
          ? { 'aria-valuenow': Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100 }
          : {})}
      >
        <span style={known ? { inlineSize: `${share * 100}%` } : undefined} />
      </div>
    </div>
  );
}
