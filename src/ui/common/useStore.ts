// Reads a vanilla store with a selector. The stores know no React; this is the one bridge, kept
// apart so that only ui/ imports it.

import { useStore as useZustand } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';

export function useStore<S, T>(store: StoreApi<S>, selector: (state: S) => T): T {
  return useZustand(store, selector);
}
