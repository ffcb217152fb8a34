// Progress of work on a set; the set is named where it is not the one that is open.

import type { SetWork } from '../../state/common/setTask';
import { datasetStore } from '../../state/data/datasetStore';
import { strings } from '../../strings';
import { ProgressLine } from './ProgressLine';
import { useStore } from './useStore';

interface SetProgressProps {
  readonly work: SetWork;
  readonly onCancel: () => void;
  readonly testId?: string;
  readonly cancelTestId?: string;
}

export function SetProgress({ work: { datasetId, progress, left }, ...line }: SetProgressProps) {
  const other = useStore(datasetStore, (state) =>
    state.datasetId === datasetId
      ? null
      : (state.datasets.find(({ id }) => id === datasetId)?.name ?? null),
  );
  const phase = strings.phases[progress.phase] ?? progress.phase;
  return (
    <ProgressLine
      progress={{ ...progress, phase: other === null ? phase : strings.common.ofSet(phase, other) }}
      left={left}
      {...line}
    />
  );
}
