// Whether the reference stays the untouched model or becomes the trained one at the end of each
// epoch. A fixed set under a method without a reference has none.

import { objectiveOf } from '../../../objectives';
import { strings } from '../../../strings';
import { whole } from '../../../strings/format';
import { datasetStore } from '../../../state/data/datasetStore';
import { loadedRun, runStore } from '../../../state/training/runStore';
import { editSettings, settingsStore } from '../../../state/objective/settingsStore';
import { Choice } from '../../common/Choice';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';

const text = strings.online;

export function ReferenceChoice() {
  const {
    method,
    source: { mode, onlinePrompts, stepsPerRound },
    schedule: { referenceUpdate },
    adapter: { startFrom },
    training: { batchSize },
  } = useStore(settingsStore, (state) => state.settings);
  const images = useStore(datasetStore, (state) => state.items.length);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  const online = mode === 'online';
  const alone = objectiveOf(method).reference === 'none';
  if (!online && alone) return null;
  const steps = whole(
    online
      ? Math.ceil(onlinePrompts.length / batchSize) * stepsPerRound
      : Math.ceil(images / batchSize),
  );
  const says = !online
    ? text.referenceSays(steps)
    : alone
      ? text.referenceSaysOnlineSft(steps)
      : text.referenceSaysOnline(steps);
  return (
    <Choice
      label={text.reference}
      value={referenceUpdate}
      options={[
        {
          value: 'never',
          label: startFrom === null ? text.referenceNever : text.referenceStays,
        },
        { value: 'epoch', label: text.referenceEpoch },
      ]}
      disabled={locked}
      description={locked ? strings.objective.locked : says}
      testId={testIds.referenceUpdate}
      onChange={(next) => editSettings({ schedule: { referenceUpdate: next } })}
    />
  );
}
