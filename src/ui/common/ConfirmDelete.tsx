// A delete that asks once more, in place: no window jumps up, and the focus goes to the safe
// answer.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';

interface ConfirmDeleteProps {
  readonly question: string;
  readonly onDelete: () => void;
  readonly testId?: string;
}

export function ConfirmDelete({ question, onDelete, testId }: ConfirmDeleteProps) {
  const [asking, setAsking] = useState(false);
  if (!asking) {
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className="quiet"
        data-testid={testId}
        aria-label={`${strings.common.delete}: ${question}`}
        onClick={() => setAsking(true)}
      >
        {strings.common.delete}
      </Button>
    );
  }
  return (
    <span className="row tight small" role="group" aria-label={question}>
      <span>{question}</span>
      <Button size="compact-sm" variant="default" autoFocus onClick={() => setAsking(false)}>
        {strings.common.keep}
      </Button>
      <Button
        size="compact-sm"
        className="danger"
        data-testid={testId === undefined ? undefined : `${testId}-confirm`}
        onClick={() => {
          setAsking(false);
          onDelete();
        }}
      >
        {strings.common.confirmDelete}
      </Button>
    </span>
  );
}
