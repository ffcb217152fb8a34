// @vitest-environment happy-dom
// What stands above the settings while a run is on screen.

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { recordRequests, renderUi, resetStores } from '../../../test-support/renderUi';
import { runSummary } from '../../../test-support/runSummary';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { runStore } from '../../state/training/runStore';
import { LoadedRun } from './LoadedRun';

const text = strings.objective;
resetStores(runStore, datasetStore);

function show(run: RunSummary): void {
  runStore.setState({ runs: [run], shownRunId: run.id, loadedRunIds: [run.id] });
  renderUi(<LoadedRun />);
}

describe('LoadedRun', () => {
  it('stops a run that trains, and says so', async () => {
    const sent = recordRequests();
    show(runSummary({ status: 'running', name: 'mine', step: 40 }));
    expect(screen.getByText(text.lockedBanner('mine', '40'))).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: text.endRun }));
    expect(sent).toEqual([{ command: 'stop', request: { runId: 'r1' } }]);
  });
  it('of a run that is over offers a new one, and stops nothing', async () => {
    const sent = recordRequests();
    show(runSummary({ status: 'finished', name: 'mine', step: 40 }));
    expect(screen.getByText(text.overBanner('mine', '40'))).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: strings.training.newRun }));
    expect(sent).toEqual([]);
    expect(runStore.getState().shownRunId).toBeNull();
  });
  it('says where the scores below are not those it learns from', () => {
    const run = runSummary({ status: 'paused' });
    const sets = [
      { id: run.datasetId, name: 'photos' },
      { id: 'other', name: 'drawings' },
    ] as unknown as ReturnType<typeof datasetStore.getState>['datasets'];
    datasetStore.setState({ datasets: sets, datasetId: 'other' });
    show(run);
    expect(screen.getByText(text.otherSet('drawings', 'photos'))).toBeTruthy();
  });
});
