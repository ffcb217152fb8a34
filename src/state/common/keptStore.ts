// Stores of which a part outlasts the page: zustand's persist over localStorage, as the plain JSON
// that earlier builds wrote. Where a browser keeps nothing, that part lasts as long as the page.

import { persist, type PersistStorage } from 'zustand/middleware';
import { createStore, type StoreApi } from 'zustand/vanilla';

const storage: PersistStorage<unknown> = {
  getItem(name) {
    try {
      const text = localStorage.getItem(name);
      return text === null ? null : { state: JSON.parse(text) as unknown };
    } catch {
      // A private window may refuse storage, and an edited value may not parse.
      return null;
    }
  },
  setItem(name, { state }) {
    if (state === null) return;
    try {
      localStorage.setItem(name, JSON.stringify(state));
    } catch {
      // Not being remembered is no reason to stop.
    }
  },
  removeItem: (name) => localStorage.removeItem(name),
};

/**
 * A store of which `keep` gives the part that is kept under `name` (null: nothing new). `read`
 * makes values of the state of what was kept: undefined where nothing was, or anything at all,
 * since it may have been edited by hand. Where it throws, the store begins with `initial`.
 */
export function keptStore<State extends object>(
  name: string,
  initial: State,
  keep: (state: State) => unknown,
  read: (kept: unknown) => Partial<State>,
): StoreApi<State> {
  return createStore<State>()(
    persist(() => initial, {
      name,
      storage,
      partialize: keep,
      merge: (kept, current) => ({ ...current, ...read(kept) }),
    }),
  );
}
