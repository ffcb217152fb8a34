// @vitest-environment happy-dom
// Work on a set names it only where another one is open; what went wrong is said of that set alone.

import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderUi, resetStores } from '../../../test-support/renderUi';
import type { DatasetSummary } from '../../domain/dataset';
import { failureOf, NO_WORK, setTask, type SetTaskState } from '../../state/common/setTask';
import { datasetStore } from '../../state/data/datasetStore';
import { strings } from '../../strings';
import { SetProgress } from './SetProgress';

resetStores(datasetStore);
const work = { datasetId: 'a', progress: { phase: 'features', done: 1, total: 3 }, left: null };
const datasets = [
  { id: 'a', name: 'Hearts' },
  { id: 'b', name: 'Boats' },
] as DatasetSummary[];

describe('SetProgress', () => {
  it('names the set only where another is open', () => {
    const phase = strings.phases['features']!;
    datasetStore.setState({ datasets, datasetId: 'a' });
    const { unmount } = renderUi(<SetProgress work={work} onCancel={() => undefined} />);
    expect(screen.getByText(phase)).toBeTruthy();
    unmount();
    datasetStore.setState({ datasetId: 'b' });
    renderUi(<SetProgress work={work} onCancel={() => undefined} />);
    expect(screen.getByText(strings.common.ofSet(phase, 'Hearts'))).toBeTruthy();
  });
});

describe('setTask', () => {
  it('does one thing at a time, and keeps progress and failure with their set', async () => {
    let state: SetTaskState = NO_WORK;
    const { run } = setTask((change) => {
      state = { ...state, ...change };
    });
    let fail = (_: Error): void => undefined;
    const first = run('a', 'features', () => new Promise((_, reject) => (fail = reject)));
    expect(await run('b', 'features', () => Promise.resolve(1))).toBeNull();
    expect(state.busy?.datasetId).toBe('a');
    fail(new Error('torn'));
    expect(await first).toBeNull();
    expect(state.busy).toBeNull();
    expect([failureOf(state, 'a') === null, failureOf(state, 'b')]).toEqual([false, null]);
    expect(await run('b', 'features', () => Promise.resolve(1))).toBe(1);
  });
});
