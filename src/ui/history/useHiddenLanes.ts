// The runs of a race that must not be told apart yet.

import { useMemo } from 'react';
import { hiddenLanes, raceStore } from '../../state/race/raceStore';
import { useStore } from '../common/useStore';

export function useHiddenLanes(): ReadonlyMap<string, string> {
  const lanes = useStore(raceStore, (state) => state.lanes);
  const revealed = useStore(raceStore, (state) => state.revealed);
  return useMemo(() => hiddenLanes({ lanes, revealed }), [lanes, revealed]);
}
