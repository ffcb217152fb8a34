// Following a run that another tab has: its curve and images as they are stored, then live.

import { strings } from '../../strings';
import { toFailure } from '../common/failure';
import { client } from '../session/client';
import { askForRun, askSoFar, awaitOwner } from '../session/tabs';
import { metricHistory } from './metricHistory';
import { resetPreviews } from './previews';
import { continueRun, loadRun } from './runActions';
import { runById, runStore, updateRun, withdrawOffer } from './runStore';

/** Shows a run of another tab, read-only. */
export async function followRun(runId: string): Promise<void> {
  try {
    const { run, metrics, previews } = await client.request('viewRun', { runId });
    updateRun(run);
    metricHistory.reset(runId, metrics);
    resetPreviews(runId, previews);
    runStore.setState({
      shownRunId: runId,
      followedRunId: runId,
      failure: null,
    });
    withdrawOffer(runId);
    askSoFar(runId);
    void awaitOwner(runId);
  } catch (error) {
    runStore.setState({ failure: toFailure(error) });
  }
}

/** Asks the other tab for the run and goes on with it here as it stood there. */
export async function takeOver(runId: string): Promise<void> {
  const running = runById(runStore.getState(), runId)?.status === 'running';
  runStore.setState({ busy: { phase: strings.storage.taking, done: 0, total: 0 }, failure: null });
  const problem = await askForRun(runId);
  runStore.setState({ busy: null });
  if (problem !== '')
    runStore.setState({
      failure: { kind: 'Busy', message: problem, remedy: strings.storage.noAnswerRemedy },
    });
  else await (running ? continueRun(runId) : loadRun(runId));
}
