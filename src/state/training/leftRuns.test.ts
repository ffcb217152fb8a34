// Which runs are offered after a start, and which of them is asked about first.

import { beforeEach, describe, expect, it } from 'vitest';
import { runSummary } from '../../../test-support/runSummary';
import { setPreferences } from '../session/preferences';
import { leftRuns, offeredRun, runStore, withdrawOffer } from './runStore';

const open = runSummary({ id: 'open', status: 'paused' });
const cutOff = runSummary({ id: 'cut off', status: 'paused', cutOff: true });
const others = [
  runSummary({ id: 'paused before', status: 'paused' }),
  runSummary({ id: 'queued', status: 'paused', cutOff: true, queuedAt: 1 }),
  runSummary({ id: 'elsewhere', status: 'running' }),
];
beforeEach(() => setPreferences({ runId: 'open' }));

describe('runs left unfinished', () => {
  it('are the one that was open, then those that trained, checkpoint or not', () => {
    expect(leftRuns([...others, cutOff, open])).toEqual(['open', 'cut off']);
    expect(leftRuns([{ ...open, status: 'failed' }])).toEqual([]);
    expect(leftRuns([{ ...open, status: 'failed', checkpointSteps: [3] }])).toEqual(['open']);
    expect(leftRuns([{ ...open, status: 'finished', checkpointSteps: [3] }])).toEqual([]);
  });
  it('are offered one by one, not while another tab has them or a run is on screen', () => {
    runStore.setState({ runs: [open, cutOff], offeredRunIds: ['open', 'cut off'] });
    expect(offeredRun(runStore.getState())).toBe(open);
    withdrawOffer('open');
    expect(offeredRun(runStore.getState())).toBe(cutOff);
    runStore.setState({ shownRunId: 'mine', loadedRunIds: ['mine'] });
    runStore.setState({ runs: [cutOff, runSummary({ id: 'mine', status: 'running' })] });
    expect(offeredRun(runStore.getState())).toBeNull();
    runStore.setState({ loadedRunIds: [] });
    expect(offeredRun(runStore.getState())).toBe(cutOff);
    runStore.setState({ runs: [{ ...cutOff, status: 'running' }] });
    expect(offeredRun(runStore.getState())).toBeNull();
  });
});
