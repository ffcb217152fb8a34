// True in a window as low as a small laptop's, where charts must be lower to share one screen.

import { useSyncExternalStore } from 'react';

const query = (): MediaQueryList => matchMedia('(max-height: 50rem)');

function subscribe(changed: () => void): () => void {
  const list = query();
  list.addEventListener('change', changed);
  return () => list.removeEventListener('change', changed);
}

export function useShortWindow(): boolean {
  return useSyncExternalStore(subscribe, () => query().matches);
}
