// The button that draws what is asked, with how much that is; its progress and a way to stop take
// its place while it runs.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { duration, stepTime } from '../../strings/format';
import { draftImages, draftRequest } from '../../state/evaluate/evaluationDraft';
import { cancelEvaluation, makeEvaluation } from '../../state/evaluate/evaluationActions';
import {
  evaluationById,
  evaluationStore,
  paceKey,
  type Purpose,
} from '../../state/evaluate/evaluationStore';
import { runStore } from '../../state/training/runStore';
import { firstClick } from '../common/firstClick';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import type { Drafting } from './useDraft';

const text = strings.evaluate;

interface DraftStartProps extends Drafting {
  readonly purpose: Purpose;
  readonly label: string;
  readonly amount: string;
  /** Something else is missing. */
  readonly disabled?: boolean;
}

export function DraftStart({
  draft,
  model,
  runs,
  purpose,
  label,
  amount,
  disabled = false,
}: DraftStartProps) {
  const sampling = useStore(evaluationStore, (state) => state.sampling);
  const name = useStore(
    evaluationStore,
    (state) => evaluationById(state, sampling?.id ?? null)?.request.name ?? '',
  );
  const pace = useStore(evaluationStore, (state) => state.pace);
  const known = pace?.key === paceKey({ ...draft, modelId: model.id }) ? pace.ms : null;
  const training = useStore(runStore, (state) =>
    state.runs.some((run) => run.status === 'running'),
  );
  if (sampling !== null) {
    const { progress, left } = sampling;
    const phase =
      left !== null && progress.done < progress.total
        ? text.phaseLeft(name, duration(left))
        : text.phase(name);
    return (
      <ProgressLine
        progress={{ ...progress, phase }}
        onCancel={cancelEvaluation}
        testId={testIds.evaluationProgress}
        cancelTestId={testIds.evaluationCancel}
      />
    );
  }
  return (
    <div className="row">
      <Button
        data-testid={testIds.evaluate}
        disabled={disabled || draft.prompts[purpose].length === 0 || draft.rewardIds.length === 0}
        onClick={firstClick(
          () => void makeEvaluation(draftRequest(draft, purpose, model.id, runs)),
        )}
      >
        {label}
      </Button>
      <span className="small muted">
        {amount};{' '}
        {known === null
          ? text.estimateLater
          : text.estimate(duration(known * draftImages(draft, purpose, runs)), stepTime(known))}
        . {training ? text.sharesDevice : ''}
      </span>
    </div>
  );
}
