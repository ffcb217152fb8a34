// Says whose settings were carried over to the next run; nothing is carried in silence.

import { runStore } from '../../state/training/runStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

export function CarriedSettings() {
  const said = useStore(runStore, (state) => state.carried);
  if (said === null) return null;
  return (
    <p className="message" role="status" data-testid={testIds.carried}>
      {said}
    </p>
  );
}
