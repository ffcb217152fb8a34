// @vitest-environment happy-dom
// Name, tags and note of a run: what is typed is saved without leaving the field, and stays there
// where it cannot be saved.

import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { recordRequests, renderUi, resetStores } from '../../../test-support/renderUi';
import { runSummary } from '../../../test-support/runSummary';
import { StudioError } from '../../errors';
import { historyStore } from '../../state/history/historyStore';
import { runStore } from '../../state/training/runStore';
import { testIds } from '../testIds';
import { RunCard } from './RunCard';

resetStores(runStore, historyStore);
const note = (): HTMLInputElement => screen.getByTestId(testIds.runNote);

it('saves a note when typing rests, and brings the earlier one back at Escape', async () => {
  const run = runSummary({ note: 'first' });
  const sent = recordRequests((_, request) => ({ run: { ...run, ...(request as object) } }));
  const { rerender } = renderUi(<RunCard run={run} place={0} />);
  await userEvent.type(note(), ' and more');
  expect(sent).toEqual([]);
  await waitFor(() => expect(sent).toHaveLength(1), { timeout: 3000 });
  expect(sent[0]!.request).toEqual({ runId: run.id, note: 'first and more' });
  rerender(<RunCard run={{ ...run, note: 'first and more' }} place={0} />);
  await userEvent.keyboard('{Escape}');
  expect(sent[1]!.request).toEqual({ runId: run.id, note: 'first' });
});

it('keeps what was typed in the field where it cannot be saved', async () => {
  const run = runSummary({ note: '' });
  const sent = recordRequests(() => {
    throw new StudioError('BadSettings', 'too long', 'shorten it');
  });
  renderUi(<RunCard run={run} place={0} />);
  await userEvent.type(note(), 'long{Enter}');
  await waitFor(() => expect(historyStore.getState().failure?.message).toBe('too long'));
  expect([sent.length, note().value]).toEqual([1, 'long']);
});
