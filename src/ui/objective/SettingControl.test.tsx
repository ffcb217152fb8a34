// @vitest-environment happy-dom
// One numeric setting: what may be typed, what is refused in words, reset, and the lock of a loaded
// run.

import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { recordRequests, renderUi, resetStores } from '../../../test-support/renderUi';
import { runSummary } from '../../../test-support/runSummary';
import { numberOf } from '../../settings/numberValues';
import { strings } from '../../strings';
import { exact } from '../../strings/format';
import { settingsStore } from '../../state/objective/settingsStore';
import { runStore } from '../../state/training/runStore';
import { fieldId, resetId, sliderId } from '../testIds';
import { SettingControl } from './SettingControl';
import { settingOf } from './sliderScale';

resetStores(settingsStore, runStore);

const value = (key: 'learningRate' | 'rank'): number =>
  numberOf(settingsStore.getState().settings, settingOf(key));
const field = (key: string): HTMLInputElement => screen.getByTestId(fieldId(key as 'rank'));

describe('SettingControl', () => {
  it('takes a typed value when Enter is pressed, and not before', async () => {
    renderUi(<SettingControl setting={settingOf('learningRate')} />);
    const before = value('learningRate');
    await userEvent.clear(field('learningRate'));
    await userEvent.type(field('learningRate'), '0.004');
    expect(value('learningRate')).toBe(before);
    await userEvent.keyboard('{Enter}');
    expect(value('learningRate')).toBe(0.004);
    expect(screen.queryByRole('alert')).toBeNull();
  });
  it.each([
    ['learningRate', '5', strings.objective.outOfRange('10⁻⁵', '0.01')],
    ['learningRate', 'fast', strings.objective.notNumber],
    ['rank', '2.5', strings.objective.notWhole],
  ] as const)('refuses %s = %s in words and keeps what it was', async (key, typed, message) => {
    renderUi(<SettingControl setting={settingOf(key)} />);
    const before = value(key);
    await userEvent.clear(field(key));
    await userEvent.type(field(key), `${typed}{Enter}`);
    expect(value(key)).toBe(before);
    expect(screen.getByRole('alert').textContent).toBe(
      `${message} ${strings.objective.stays(exact(before))}`,
    );
    // Escape gives the field back its value.
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(Number(field(key).value)).toBe(before);
  });
  it('slides a log setting by its power of ten', () => {
    renderUi(<SettingControl setting={settingOf('learningRate')} />);
    const slider = screen.getByTestId<HTMLInputElement>(sliderId('learningRate'));
    expect(Number(slider.value)).toBeCloseTo(Math.log10(value('learningRate')), 6);
    fireEvent.change(slider, { target: { value: '-4' } });
    expect(value('learningRate')).toBe(1e-4);
  });
  it('offers the default only where another value is in force', async () => {
    renderUi(<SettingControl setting={settingOf('rank')} />);
    const standard = settingsStore.getState().defaults.adapter.rank;
    expect(screen.queryByTestId(resetId('rank'))).toBeNull();
    await userEvent.clear(field('rank'));
    await userEvent.type(field('rank'), `${standard + 1}{Enter}`);
    await userEvent.click(screen.getByTestId(resetId('rank')));
    expect(value('rank')).toBe(standard);
    expect(screen.queryByTestId(resetId('rank'))).toBeNull();
  });
  it('locks what decides the graph while a run is loaded; sends a live change to it', async () => {
    const sent = recordRequests();
    const run = runSummary({ settings: settingsStore.getState().settings });
    runStore.setState({ runs: [run], loadedRunIds: [run.id], shownRunId: run.id });
    const { rerender } = renderUi(<SettingControl setting={settingOf('rank')} />);
    expect(field('rank').disabled).toBe(true);
    expect(screen.getByRole('note', { name: strings.objective.locked })).toBeTruthy();
    rerender(<SettingControl setting={settingOf('learningRate')} />);
    expect(field('learningRate').disabled).toBe(false);
    await userEvent.clear(field('learningRate'));
    await userEvent.type(field('learningRate'), '0.004{Enter}');
    expect(sent).toEqual([
      {
        command: 'changeSettings',
        request: { runId: run.id, values: { optimizer: { learningRate: 0.004 } } },
      },
    ]);
  });
});
