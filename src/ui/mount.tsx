// Mounts the page and starts the worker.

import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepForOffline } from '../state/session/offline';
import { startStudio, wireStudio } from '../state/session/studio';
import { App } from './App';
import { fetchAhead } from './fetchAhead';
import { theme } from './theme';

export function mount(): void {
  wireStudio();
  void startStudio().then(fetchAhead);
  keepForOffline();
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <App />
      </MantineProvider>
    </StrictMode>,
  );
}
