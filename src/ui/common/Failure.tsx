// What happened and what to do about it, with room for a button. role=alert: it is read out when it
// appears.

import type { ReactNode } from 'react';
import type { StudioFailure } from '../../bridge/protocol';
import { strings } from '../../strings';
import { testIds } from '../testIds';

interface FailureProps {
  readonly failure: StudioFailure;
  readonly children?: ReactNode;
  readonly title?: string;
  readonly testId?: string;
}

export function Failure({ failure, children, title, testId = testIds.failure }: FailureProps) {
  return (
    <div className="message alarm" role="alert" data-testid={testId}>
      <strong>{title ?? failure.message}</strong>
      {title === undefined ? null : <p>{failure.message}</p>}
      {failure.remedy === '' ? null : (
        <p>
          <span className="visually-hidden">{strings.errors.whatToDo}: </span>
          {failure.remedy}
        </p>
      )}
      {children === undefined ? null : <div className="row">{children}</div>}
    </div>
  );
}
