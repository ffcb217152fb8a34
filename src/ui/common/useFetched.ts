// Something that the worker is asked for when a component wants it: asked again when the key
// changes, dropped when the component is gone. What was fetched is in a cache by then; here is only
// that it has come, and what went wrong.

import { useEffect, useEffectEvent, useState } from 'react';
import type { StudioFailure } from '../../bridge/protocol';
import { toFailure } from '../../state/common/failure';

/** What went wrong for this key; `key` null fetches nothing. Renders again when it has come. */
export function useFetched(
  key: string | null,
  fetch: (signal: AbortSignal) => Promise<void>,
): StudioFailure | null {
  const [fetched, setFetched] = useState<{ key: string | null; failure: StudioFailure | null }>({
    key: null,
    failure: null,
  });
  const start = useEffectEvent(fetch);
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    const come = (failure: StudioFailure | null): void => {
      if (!abort.signal.aborted) setFetched({ key, failure });
    };
    start(abort.signal).then(
      () => come(null),
      (error: unknown) => come(toFailure(error)),
    );
    return () => abort.abort();
  }, [key]);
  return fetched.key === key ? fetched.failure : null;
}
