// Says whose settings were carried over to the next run; nothing is carried in silence.

import { runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function CarriedSettings() {
  const from = useStore(runStore, (state) => state.carriedFrom);
  if (from === null) return null;
  return (
    <p className="message" role="status" data-testid={testIds.carried}>
      {strings.runs.carried(from)}
    </p>
  );
}
