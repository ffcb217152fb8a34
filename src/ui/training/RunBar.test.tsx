// @vitest-environment happy-dom
// Which buttons a run offers in which state, and what is said while it is prepared and when it
// fails.

import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { recordRequests, renderUi, resetStores } from '../../../test-support/renderUi';
import { runSummary } from '../../../test-support/runSummary';
import type { RunSummary } from '../../bridge/protocol';
import { sessionStore } from '../../state/session/sessionStore';
import { settingsStore } from '../../state/objective/settingsStore';
import { runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { duration } from '../../strings/format';
import { testIds } from '../testIds';
import { RunBar } from './RunBar';

const text = strings.training;
const MORE = text.moreSteps('50');
resetStores(runStore, sessionStore, settingsStore);
beforeEach(() => sessionStore.setState({ connection: 'ready' }));

function show(run: RunSummary, loaded: boolean): void {
  runStore.setState({ runs: [run], shownRunId: run.id, loadedRunIds: loaded ? [run.id] : [] });
}

const buttons = (): string[] =>
  screen.getAllByRole('button').map((button) => button.textContent ?? '');

describe('RunBar', () => {
  it('offers a first run where there is none', () => {
    renderUi(<RunBar />);
    expect(buttons()).toEqual([text.start, text.oneStep]);
  });
  it.each([
    ['running', true, [text.pause, MORE, text.stop, text.newRun]],
    ['paused', true, [text.resume, text.oneStep, MORE, text.stop]],
    ['finished', true, [MORE, text.newRun]],
    ['paused', false, [MORE, text.loadPaused]],
    ['stopped', false, [text.newRun]],
  ] as const)('of a run that is %s (loaded: %s) offers %j', (status, loaded, wanted) => {
    show(runSummary({ status, step: 200 }), loaded);
    renderUi(<RunBar />);
    expect(buttons()).toEqual(wanted);
  });
  it('leaves the main button to an offer to go on with another run', () => {
    const left = runSummary({ id: 'left', status: 'paused' });
    runStore.setState({ runs: [left], offeredRunIds: ['left'] });
    renderUi(<RunBar />);
    expect(screen.getByTestId(testIds.start).dataset['variant']).toBe('default');
  });
  it('pauses the run on screen', async () => {
    const sent = recordRequests();
    show(runSummary({ status: 'running', step: 3 }), true);
    renderUi(<RunBar />);
    await userEvent.click(screen.getByTestId(testIds.pause));
    expect(sent).toEqual([{ command: 'pause', request: { runId: 'r1' } }]);
  });
  it('shows at once that Pause was heard, before the step is over', async () => {
    recordRequests();
    show(runSummary({ status: 'running', step: 3 }), true);
    renderUi(<RunBar />);
    await userEvent.click(screen.getByTestId(testIds.pause));
    expect(screen.getByTestId(testIds.pause).textContent).toBe(text.pausing);
  });
  it('goes on for 50 steps after the end', async () => {
    const sent = recordRequests(() => ({
      run: runSummary({ status: 'finished', step: 200, changes: [{ step: 200, values: {} }] }),
    }));
    show(runSummary({ status: 'finished', step: 200 }), true);
    settingsStore.setState({ settings: runSummary({}).settings });
    renderUi(<RunBar />);
    await userEvent.click(screen.getByTestId(testIds.moreSteps));
    await waitFor(() => expect(sent.map(({ command }) => command)).toContain('resume'));
    expect(sent[0]).toEqual({
      command: 'changeSettings',
      request: { runId: 'r1', values: { schedule: { steps: 250 } } },
    });
  });
  it('does nothing before the worker is ready, but keeps its focus', async () => {
    const sent = recordRequests();
    sessionStore.setState({ connection: 'starting' });
    show(runSummary({ status: 'paused', step: 3 }), true);
    renderUi(<RunBar />);
    const resume = screen.getByTestId(testIds.resume);
    expect(resume.getAttribute('aria-disabled')).toBe('true');
    await userEvent.click(resume);
    expect(sent).toEqual([]);
    expect(document.activeElement).toBe(resume);
  });
  it('tells how far the run is, of the steps that a change made it', () => {
    const run = runSummary({
      status: 'paused',
      step: 40,
      changes: [{ step: 30, values: { schedule: { steps: 80 } } }],
    });
    show(run, true);
    renderUi(<RunBar />);
    expect(screen.getByTestId(testIds.stepCount).textContent).toBe(
      strings.common.ofTotal('40', '80'),
    );
    expect(screen.getByRole('progressbar').getAttribute('aria-valuemax')).toBe('80');
  });
  it('says what it still does after the last step', () => {
    show(runSummary({ status: 'running', step: 200 }), true);
    const { unmount } = renderUi(<RunBar />);
    expect(screen.getByText(text.lastSamples)).toBeTruthy();
    unmount();
    show(runSummary({ status: 'running', step: 199 }), true);
    renderUi(<RunBar />);
    expect(screen.queryByText(text.lastSamples)).toBeNull();
  });
  it('shows what is being prepared, then what went wrong until it is dismissed', async () => {
    runStore.setState({ busy: { phase: 'encode', done: 1, total: 4 }, left: 90_000 });
    renderUi(<RunBar />);
    expect(screen.getByTestId(testIds.busy).textContent).toContain(
      strings.rating.make.left(duration(90_000)),
    );
    expect(screen.getByRole<HTMLButtonElement>('button', { name: text.oneStep }).disabled).toBe(
      true,
    );
    const failure = { kind: 'OutOfMemory', message: 'It is full.', remedy: 'Less.' } as const;
    runStore.setState({ busy: null, failure });
    expect(await screen.findByText('It is full.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: strings.errors.dismiss }));
    expect(screen.queryByText('It is full.')).toBeNull();
  });
  it('of a failed run offers its last checkpoint, where it has one', async () => {
    const sent = recordRequests();
    const run = runSummary({ status: 'failed', step: 12, reason: 'The loss is not finite.' });
    show(run, false);
    const { unmount } = renderUi(<RunBar />);
    expect(screen.getByText(`The loss is not finite. ${text.notSaved}`)).toBeTruthy();
    expect(buttons()).toEqual([text.newRun]);
    unmount();
    show({ ...run, checkpointSteps: [5, 10] }, false);
    renderUi(<RunBar />);
    expect(screen.getByText(`The loss is not finite. ${text.saved('10')}`)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: text.loadLast }));
    expect(sent).toEqual([{ command: 'loadRun', request: { runId: 'r1' } }]);
  });
});
