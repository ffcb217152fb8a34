// What the first press on Train will want, fetched once the first screen stands idle: the training
// screen, and the worker's code that reads, trains and scores. No weights of a model.

import { client } from '../state/session/client';

/** Marks the end of the first load for those who measure it (e2e/firstMinute.ts). */
export const FETCHING_AHEAD = 'fetching ahead';
/** Longest wait for an idle moment after the studio has started. */
const MOST_MS = 3000;

/** Safari has no requestIdleCallback; the wait then is this long. */
const WITHOUT_IDLE_MS = 1000;

export function fetchAhead(): void {
  const fetchNow = (): void => {
    performance.mark(FETCHING_AHEAD);
    // Without a network the press itself says so.
    void client.request('getReady', {}).catch(() => undefined);
    void import('./training/TrainingScreen').catch(() => undefined);
  };
  if ('requestIdleCallback' in globalThis) requestIdleCallback(fetchNow, { timeout: MOST_MS });
  else setTimeout(fetchNow, WITHOUT_IDLE_MS);
}
