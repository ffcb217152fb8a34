// The page: header, the rail with its plumb line, the open screen, and what may lie over it (crash,
// help). One screen is mounted at a time; what a screen must remember lives in the stores.

import { Button } from '@mantine/core';
import { Suspense, lazy, useEffect } from 'react';
import { strings } from '../strings';
import { restartStudio } from '../state/session/studio';
import { sessionStore } from '../state/session/sessionStore';
import { DataScreen } from './data/DataScreen';
import { HomeScreen } from './home/HomeScreen';
import { Failure } from './common/Failure';
import { useStore } from './common/useStore';
import { Announcer } from './session/Announcer';
import { Header } from './session/Header';
import { DeletedRun } from './history/DeletedRun';
import { Notices } from './session/Notices';
import { Rail } from './session/Rail';
import { useShortcuts } from './session/useShortcuts';
import { ShortcutHelp } from './session/ShortcutHelp';
import { testIds } from './testIds';

// The later screens bring the charts; they are fetched once the first one stands.
const loadRate = () => import('./rate/RateScreen');
const loadObjective = () => import('./objective/ObjectiveScreen');
const loadTraining = () => import('./training/TrainingScreen');
const loadAfter = () => import('./compare/CompareScreen');
const BenchScreen = lazy(() =>
  import('./bench2d/BenchScreen').then((module) => ({ default: module.BenchScreen })),
);
const RateScreen = lazy(() => loadRate().then((module) => ({ default: module.RateScreen })));
const ObjectiveScreen = lazy(() =>
  loadObjective().then((module) => ({ default: module.ObjectiveScreen })),
);
const TrainingScreen = lazy(() =>
  loadTraining().then((module) => ({ default: module.TrainingScreen })),
);
const RunsScreen = lazy(() =>
  import('./history/RunsScreen').then((module) => ({ default: module.RunsScreen })),
);
const CompareScreen = lazy(() => loadAfter().then((module) => ({ default: module.CompareScreen })));

export function App() {
  const [helpOpen, setHelpOpen] = useShortcuts();
  const screen = useStore(sessionStore, (state) => state.screen);
  const connection = useStore(sessionStore, (state) => state.connection);
  const failure = useStore(sessionStore, (state) => state.failure);
  useEffect(() => {
    void Promise.all([loadRate(), loadObjective(), loadTraining(), loadAfter()]);
  }, []);
  const dead = connection === 'crashed' || connection === 'failed';
  return (
    <div className="app" data-testid={testIds.app} data-connection={connection}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById('main')?.focus();
        }}
      >
        {strings.skipToContent}
      </a>
      <Header onHelp={() => setHelpOpen(true)} />
      <Rail />
      <main id="main" tabIndex={-1}>
        <Notices />
        <DeletedRun />
        {dead && failure !== null ? (
          <Failure
            failure={failure}
            {...(connection === 'failed' ? { title: strings.errors.startFailed } : {})}
            testId={testIds.crash}
          >
            <Button onClick={() => void restartStudio()} data-testid={testIds.restart}>
              {strings.errors.restart}
            </Button>
          </Failure>
        ) : null}
        <Suspense
          fallback={
            <p className="muted" role="status">
              {strings.data.loading}
            </p>
          }
        >
          {screen === 'home' ? <HomeScreen /> : null}
          {screen === 'data' ? <DataScreen /> : null}
          {screen === 'rate' ? <RateScreen /> : null}
          {screen === 'objective' ? <ObjectiveScreen /> : null}
          {screen === 'training' ? <TrainingScreen /> : null}
          {screen === 'after' ? <CompareScreen /> : null}
          {screen === 'runs' ? <RunsScreen /> : null}
          {screen === 'bench2d' ? <BenchScreen /> : null}
        </Suspense>
      </main>
      <Announcer />
      <ShortcutHelp opened={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
