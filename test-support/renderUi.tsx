// Components in a test as on the page: in Mantine's provider, on happy-dom (a test file names that
// environment in its first line). Stores are the page's own; `resetStores` puts them back after
// each test. No worker runs here: a test says itself what a request is answered with.

import { MantineProvider } from '@mantine/core';
import { cleanup, render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, vi } from 'vitest';
import type { StoreApi } from 'zustand/vanilla';
import { client } from '../src/state/session/client';
import { theme } from '../src/ui/theme';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

/** Puts the stores back to how they are now after every test of the file. */
export function resetStores(...stores: readonly Pick<StoreApi<object>, 'getState' | 'setState'>[]) {
  const initial = stores.map((store) => store.getState());
  afterEach(() => {
    localStorage.clear();
    stores.forEach((store, i) => store.setState(initial[i]!));
  });
}

/** Renders a component; `rerender` keeps the provider. */
export function renderUi(element: ReactElement): RenderResult {
  return render(element, {
    wrapper: ({ children }) => (
      <MantineProvider theme={theme} env="test">
        {children}
      </MantineProvider>
    ),
  });
}

/** Every request to the worker from here on, answered by `answer` (default: never). */
export function recordRequests(answer?: (command: string, request: unknown) => unknown) {
  const sent: { command: string; request: unknown }[] = [];
  vi.spyOn(client, 'request').mockImplementation((async (command: string, request: unknown) => {
    sent.push({ command, request });
    return answer === undefined ? new Promise(() => undefined) : answer(command, request);
  }) as typeof client.request);
  return sent;
}
