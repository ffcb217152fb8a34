// @vitest-environment happy-dom
// What is said of a model's own values: measured only with the methods that were measured.

import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { modelInfo } from '../../../test-support/modelInfo';
import { renderUi, resetStores } from '../../../test-support/renderUi';
import {
  adoptModelDefaults,
  applyPreset,
  chooseMethod,
  settingsStore,
} from '../../state/objective/settingsStore';
import { sessionStore } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { testIds } from '../testIds';
import { Presets } from './Presets';

const text = strings.objective;
resetStores(settingsStore, sessionStore);

const model = modelInfo({
  defaults: { temperature: 0.02 },
  methodDefaults: { sft: { learningRate: 3e-4 } },
  sweep: [{ method: 'sft' }],
});

function note(method: string, sweep = model.sweep): string {
  const chosen = { ...model, sweep };
  sessionStore.setState({ models: [chosen], modelId: 'm' });
  adoptModelDefaults(chosen);
  applyPreset('model');
  chooseMethod(method);
  const { unmount } = renderUi(<Presets />);
  const said = screen.getByTestId(testIds.presetNote).textContent;
  unmount();
  return said;
}

describe('the note on a model’s own values', () => {
  it('says “measured” of methods that were measured alone', () => {
    expect(note('tgo')).toBe(text.presetModelNote);
    expect(note('sft')).toBe(text.presetModelNote);
    expect(note('mapo')).toBe(text.presetOtherMethods('MaPO'));
  });
  it('says what calibration will replace', () => {
    expect(note('dpo')).toBe(`${text.presetOtherMethods('DPO')} ${text.presetCalibrated('β')}`);
  });
  it('calls the values of a model without a sweep estimates', () => {
    expect(note('tgo', [])).toBe(text.presetEstimates);
  });
});
