// @vitest-environment happy-dom
// Settings that may change while a run trains, on their way to it.

import { expect, it, vi } from 'vitest';
import type { RunSummary } from '../../bridge/protocol';
import type { SettingsChange } from '../../settings/runSettings';
import { recordRequests } from '../../../test-support/renderUi';
import { runSummary } from '../../../test-support/runSummary';
import { editSettings, settingsStore } from '../objective/settingsStore';
import { commitLiveSettings } from './runActions';
import { runStore } from './runStore';

it('sends two quick changes one after another, each once', async () => {
  let run: RunSummary = runSummary({ settings: settingsStore.getState().settings });
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const sent = recordRequests(async (_, request) => {
    await answered;
    const { values } = request as SettingsChange;
    run = { ...run, changes: [...run.changes, { step: 0, values }] };
    return { run };
  });
  runStore.setState({ runs: [run], loadedRunIds: [run.id], shownRunId: run.id });
  editSettings({ objective: { beta: 2.5 } });
  void commitLiveSettings();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  editSettings({ schedule: { steps: 9 } });
  const second = commitLiveSettings();
  answer();
  await second;
  expect(sent.map(({ request }) => (request as SettingsChange).values)).toEqual([
    { objective: { beta: 2.5 } },
    { schedule: { steps: 9 } },
  ]);
});
