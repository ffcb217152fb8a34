// Keeps the screen from going dark while something trains (Screen Wake Lock): a machine that falls
// asleep stops its GPU. Where the browser has no such lock, or refuses it (low battery), training
// goes on as it would.

import { useEffect } from 'react';

export function useScreenAwake(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return undefined;
    const locks: Promise<WakeLockSentinel | null>[] = [];
    // The browser takes the lock away whenever the tab is hidden.
    const ask = (): void => {
      if (document.visibilityState === 'visible')
        locks.push(navigator.wakeLock.request('screen').catch(() => null));
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      document.removeEventListener('visibilitychange', ask);
      for (const lock of locks) void lock.then((held) => held?.release());
    };
  }, [wanted]);
}
