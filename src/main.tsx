// Mounts the page and starts the worker. Nothing else happens here.

import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { keepForOffline } from './state/session/offline';
import { startStudio, wireStudio } from './state/session/studio';
import { App } from './ui/App';
import './ui/styles/index.css';
import { theme } from './ui/theme';

wireStudio();
void startStudio();
keepForOffline();

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} defaultColorScheme="auto">
        <App />
      </MantineProvider>
    </StrictMode>,
  );
}
