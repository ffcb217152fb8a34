// @vitest-environment happy-dom
// What can be downloaded of a run, and how to use it: both follow what its paradigm can do.

import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { recordRequests, renderUi, resetStores } from '../../../test-support/renderUi';
import { runSummary } from '../../../test-support/runSummary';
import { comparisonStore } from '../../state/compare/comparisonStore';
import { defaultRunSettings } from '../../settings/runSettings';
import { strings } from '../../strings';
import { testIds } from '../testIds';
import { Exports } from './Exports';

const text = strings.compare;
resetStores(comparisonStore);

describe('Exports', () => {
  it('of a diffusion run offers both formats and a snippet for each program', async () => {
    renderUi(<Exports run={runSummary({ modelId: 'nano' })} />);
    expect(screen.getByTestId(testIds.exportDiffusers)).toBeTruthy();
    expect(screen.getByTestId(testIds.exportKohya)).toBeTruthy();
    const python = screen.getByText(/StableDiffusionPipeline/).textContent;
    expect(python).toContain('models/nano');
    // The very file: of the checkpoint that is chosen.
    expect(python).toMatch(/weight_name="[^"]+-step\d+\.safetensors"/);
    await userEvent.click(screen.getByLabelText(text.inComfy));
    expect(screen.getByText(/Load LoRA \(Model Only\)/).textContent).toMatch(
      /-step\d+-kohya\.safetensors/,
    );
    expect(screen.queryByText(/StableDiffusionPipeline/)).toBeNull();
  });
  it('offers the base with the LoRA in it at the strength that is looked at', async () => {
    // Refused, so that the next test is not kept waiting.
    const sent = recordRequests(() => Promise.reject(new Error('no worker here')));
    comparisonStore.setState({ strength: 0.75 });
    renderUi(<Exports run={runSummary({ modelId: 'nano', name: 'Smiles', step: 8 })} />);
    expect(screen.getByText(/pipe\.unet\.load_state_dict/).textContent).toMatch(
      /load_file\("Smiles-step\d+-merged\.safetensors"\)/,
    );
    await userEvent.click(screen.getByTestId(testIds.exportMerged));
    expect(sent).toEqual([{ command: 'exportMerged', request: { runId: 'r1', strength: 0.75 } }]);
  });
  it('of a MaskGIT run offers diffusers alone', () => {
    const settings = { ...defaultRunSettings(), paradigm: 'maskgit' } as const;
    renderUi(<Exports run={runSummary({ modelId: 'nano-maskgit', settings })} />);
    expect(screen.queryByTestId(testIds.exportKohya)).toBeNull();
    expect(screen.queryByLabelText(text.inComfy)).toBeNull();
    expect(screen.getByText(/AmusedPipeline/).textContent).toContain('models/nano-maskgit');
  });
  it('asks for the checkpoint that is chosen, once at a time', async () => {
    const sent = recordRequests();
    comparisonStore.setState({ checkpointStep: 20 });
    renderUi(<Exports run={runSummary()} />);
    await userEvent.click(screen.getByTestId(testIds.exportKohya));
    const button: HTMLButtonElement = screen.getByTestId(testIds.exportDiffusers);
    expect(button.disabled).toBe(true);
    await userEvent.click(button);
    expect(sent).toEqual([
      {
        command: 'exportLora',
        request: { runId: 'r1', format: 'kohya', checkpointStep: 20 },
      },
    ]);
  });
});
