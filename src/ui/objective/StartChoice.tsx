// Where a run begins: at the base, at the last checkpoint of another run, or at an opened LoRA
// file, which is then its reference (SFT first, another method after it).

import { lastCheckpoint } from '../../state/evaluate/evaluationDraft';
import { editSettings, startFrom } from '../../state/objective/settingsStore';
import { sessionStore } from '../../state/session/sessionStore';
import { runStore } from '../../state/training/runStore';
import type { RunSettings } from '../../settings/runSettings';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { Choice } from '../common/Choice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.methods;
const BASE = 'base';

export function StartChoice({
  settings: {
    adapter: { startFrom: start },
  },
  locked,
}: {
  readonly settings: RunSettings;
  readonly locked: boolean;
}) {
  const runs = useStore(runStore, (state) => state.runs);
  const modelId = useStore(sessionStore, (state) => state.modelId);
  const usable = runs.filter(
    (run) => run.modelId === modelId && run.checkpointSteps.some((step) => step > 0),
  );
  if (usable.length === 0 && start === null) return null;
  const gone = start !== null && !usable.some(({ id }) => id === start.run);
  return (
    <Choice
      label={text.start}
      value={start?.run ?? BASE}
      options={[
        { value: BASE, label: text.startBase },
        ...(gone ? [{ value: start.run, label: start.name }] : []),
        ...usable.map((run) => ({
          value: run.id,
          label: run.opened
            ? text.startLora(run.name)
            : text.startRun(run.name, whole(lastCheckpoint(run))),
        })),
      ]}
      disabled={locked}
      description={locked ? strings.objective.locked : text.startSays}
      testId={testIds.startFrom}
      onChange={(chosen) => {
        const run = usable.find(({ id }) => id === chosen);
        if (run === undefined) {
          editSettings({ adapter: { startFrom: null } });
          return;
        }
        startFrom(run, lastCheckpoint(run));
      }}
    />
  );
}
