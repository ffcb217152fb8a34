// The page: header, the rail with its plumb line, the open screen, and what may lie over it (crash,
// help). One screen is mounted at a time; what a screen must remember lives in the stores.

import { Button } from '@mantine/core';
import { Suspense, lazy } from 'react';
import { strings } from '../strings';
import { restartStudio } from '../state/session/studio';
import { openScreen, sessionStore } from '../state/session/sessionStore';
import { DataScreen } from './data/DataScreen';
import { HomeScreen } from './home/HomeScreen';
import { Boundary } from './common/Boundary';
import { Failure } from './common/Failure';
import { useStore } from './common/useStore';
import { Announcer } from './session/Announcer';
import { HungWorker } from './session/HungWorker';
import { Header } from './session/Header';
import { DeletedRun } from './history/DeletedRun';
import { LanguageOffer } from './session/LanguageChoice';
import { Notices } from './session/Notices';
import { Rail } from './session/Rail';
import { useShortcuts } from './session/useShortcuts';
import { ShortcutHelp } from './session/ShortcutHelp';
import { StorageScreen } from './storage/StorageScreen';
import { testIds } from './testIds';

// The later screens bring the charts; each is fetched when it is first wanted.
const BenchScreen = lazy(() =>
  import('./bench2d/BenchScreen').then((module) => ({ default: module.BenchScreen })),
);
const RateScreen = lazy(() =>
  import('./rate/RateScreen').then((module) => ({ default: module.RateScreen })),
);
const ObjectiveScreen = lazy(() =>
  import('./objective/ObjectiveScreen').then((module) => ({ default: module.ObjectiveScreen })),
);
const TrainingScreen = lazy(() =>
  import('./training/TrainingScreen').then((module) => ({ default: module.TrainingScreen })),
);
const CompareScreen = lazy(() =>
  import('./compare/CompareScreen').then((module) => ({ default: module.CompareScreen })),
);
const RaceScreen = lazy(() =>
  import('./race/RaceScreen').then((module) => ({ default: module.RaceScreen })),
);
const RunsScreen = lazy(() =>
  import('./history/RunsScreen').then((module) => ({ default: module.RunsScreen })),
);

export function App() {
  const [helpOpen, setHelpOpen] = useShortcuts();
  const screen = useStore(sessionStore, (state) => state.screen);
  const connection = useStore(sessionStore, (state) => state.connection);
  const failure = useStore(sessionStore, (state) => state.failure);
  const presenting = useStore(sessionStore, (state) => state.presenting);
  const dead = connection === 'crashed' || connection === 'failed';
  return (
    <div
      className={presenting ? 'app presenting' : 'app'}
      data-testid={testIds.app}
      data-connection={connection}
    >
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
        <LanguageOffer />
        <HungWorker />
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
            <Button variant="default" onClick={() => openScreen('storage')}>
              {strings.storage.title}
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
          <Boundary key={screen}>
            {screen === 'home' ? <HomeScreen /> : null}
            {screen === 'data' ? <DataScreen /> : null}
            {screen === 'rate' ? <RateScreen /> : null}
            {screen === 'objective' ? <ObjectiveScreen /> : null}
            {screen === 'training' ? <TrainingScreen /> : null}
            {screen === 'compare' ? <CompareScreen /> : null}
            {screen === 'runs' ? <RunsScreen /> : null}
            {screen === 'race' ? <RaceScreen /> : null}
            {screen === 'bench2d' ? <BenchScreen /> : null}
            {screen === 'storage' ? <StorageScreen /> : null}
          </Boundary>
        </Suspense>
      </main>
      <Announcer />
      <ShortcutHelp opened={helpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  );
}
