// The one client, its start and restart, and the road by which the worker's announcements reach the
// stores. Every action file sends its requests through `client`.

import type { Announcement } from '../../bridge/studioClient';

import { isUnderWay } from '../../domain/run';
import { strings } from '../../strings';
import { show } from '../../strings/show';
import { openInitialDataset, setDatasets } from '../data/datasetActions';
import { toFailure } from '../common/failure';
import { goOnSampling } from '../data/generateStore';
import { metricHistory } from '../training/metricHistory';
import { followRunStatus, receiveBank, receiveRound, stopAsking } from '../objective/onlineStore';
import { receiveRacePreview } from '../race/raceStore';
import { receivePreview } from '../training/previews';
import { followQueue, resumeQueue } from '../history/queueActions';
import {
  leftRuns,
  runStore,
  setLoaded,
  setRuns,
  setUnloaded,
  updateRun,
} from '../training/runStore';
import { adoptModelDefaults } from '../objective/settingsStore';
import {
  addNotice,
  chooseModel,
  currentModel,
  FOLLOWED,
  initialModel,
  screenOfHash,
  SCREENS,
  sessionStore,
} from './sessionStore';
import { openLinkedProject } from '../share/linkedProject';
import { readLink, unusableParts, type ClassView, type PageLink, type Unusable } from './pageLink';
import { applyLinkedSettings } from '../objective/linkSettings';
import { client, forcedExecutor } from './client';
import { awaitOwner, listenToTabs, tellTabs } from './tabs';
import { watchWorker } from './watchdog';

/** Hides what the address says, in the size it says. */
function showAsLinked({ hide, text }: ClassView): void {
  document.documentElement.dataset['hide'] = hide.join(' ');
  document.documentElement.style.fontSize = text === 1 ? '' : `${100 * text}%`;
}

function tellUnusable(parts: readonly Unusable[]): void {
  if (parts.length === 0) return;
  const said = strings.share.unusable(
    parts.map(({ key, value }) => `${key}=${show(value)}`).join(', '),
  );
  const remedies = parts.map(({ key, possible }) =>
    strings.share.unusableRemedy[key](possible.join(', ')),
  );
  addNotice({ kind: 'Unsupported', message: said, remedy: [...new Set(remedies)].join(' ') });
}

/** Puts the address's base and settings in force; what cannot be used is told. */
function followLink({ model: id, settings }: PageLink): void {
  const { models } = sessionStore.getState();
  tellUnusable(
    unusableParts(
      location.hash,
      SCREENS,
      models.map((one) => one.id),
    ),
  );
  const model = models.find((one) => one.id === id);
  if (model !== undefined) {
    chooseModel(model.id);
    adoptModelDefaults(model);
  }
  if (Object.keys(settings).length === 0) return;
  try {
    applyLinkedSettings(settings);
    runStore.setState({ carried: strings.share.carriedByLink });
  } catch (error) {
    const failure = toFailure(error);
    if (failure !== null) addNotice(failure);
  }
}

/** A link typed or pasted into the open page. */
async function followAddress(): Promise<void> {
  const link = readLink(location.hash);
  history.replaceState(FOLLOWED, '');
  showAsLinked(link);
  followLink(link);
  if (link.project !== null) await openLinkedProject(link.project);
}

/** Starts the worker and fills the stores. Called once by ui/mount.tsx, and again after a crash. */
export async function startStudio(): Promise<void> {
  // What was said of the device before is true no more.
  sessionStore.setState(({ notices }) => ({
    connection: 'starting',
    failure: null,
    deviceLost: false,
    notices: notices.filter(({ failure }) => failure.kind !== 'DeviceLost'),
  }));
  const link = readLink(location.hash);
  showAsLinked(link);
  history.replaceState(FOLLOWED, '');
  try {
    const reply = await client.request('start', {
      executor: forcedExecutor(),
      baseUrl: document.baseURI,
    });
    sessionStore.setState({
      connection: 'ready',
      capability: reply.capability,
      models: reply.models,
      storage: reply.storage,
      modelId: initialModel(reply.models),
    });
    const model = currentModel(sessionStore.getState());
    if (model !== null) adoptModelDefaults(model);
    followLink(link);
    setDatasets(reply.datasets);
    setRuns(reply.runs);
    runStore.setState({ loadedRunIds: [], offeredRunIds: leftRuns(reply.runs) });
    for (const run of reply.runs) if (isUnderWay(run)) void awaitOwner(run.id);
    resumeQueue(reply.runs);
    await openInitialDataset();
    if (link.project !== null) await openLinkedProject(link.project);
    goOnSampling(reply.datasets);
  } catch (error) {
    const failure = toFailure(error);
    if (failure !== null && sessionStore.getState().connection !== 'crashed')
      sessionStore.setState({ connection: 'failed', failure });
  }
}

/**
 * Ends a dead or stuck worker and starts a new one; stored sets, runs and checkpoints are all still
 * there.
 */
export async function restartStudio(): Promise<void> {
  client.restart({ kind: 'Aborted', message: '', remedy: '' });
  stopAsking();
  await startStudio();
}

function receive(event: Announcement): void {
  tellTabs(event);
  switch (event.type) {
    case 'steps':
      metricHistory.append(event.runId, event.steps);
      return;
    case 'preview':
      receivePreview(event.preview);
      receiveRacePreview(event.preview);
      return;
    case 'run':
      updateRun(event.run);
      followRunStatus(event.run);
      return;
    case 'loaded':
      setLoaded(event.runId);
      return;
    case 'queue':
      followQueue(event.on);
      return;
    case 'unloaded':
      setUnloaded(event.runId);
      return;
    case 'bank':
      receiveBank(event.runId, event.bank);
      return;
    case 'rateRound':
      receiveRound(event.asking);
      return;
    case 'trouble':
      addNotice(event.failure);
      return;
    default:
      event satisfies never;
  }
}

/** Connects the listeners that live as long as the page. */
export function wireStudio(): void {
  client.subscribe(receive);
  listenToTabs();
  watchWorker();
  client.onCrash((detail) => {
    runStore.setState({ loadedRunIds: [], busy: null, heard: null });
    stopAsking();
    sessionStore.setState({
      connection: 'crashed',
      failure: {
        kind: 'Unexpected',
        message: strings.errors.workerCrashed(detail),
        remedy: strings.errors.workerCrashedRemedy,
      },
    });
  });
  addEventListener('hashchange', () => {
    const typed = history.state !== FOLLOWED;
    // No `openScreen`: an entry made here would cut off the way forward, and lead back for ever.
    sessionStore.setState({ screen: screenOfHash(), presenting: false });
    if (typed && sessionStore.getState().connection === 'ready') void followAddress();
  });
}
