// @vitest-environment happy-dom
// Choosing whose percentile τ is, and a fixed τ: which choice takes effect, and what is refused.

import { thresholdSettings } from '../../../data/labels/threshold';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { renderUi, resetStores } from '../../../../test-support/renderUi';
import { suggestedShrinkage } from '../../../data/labels/promptThreshold';
import { analyseScores } from '../../../state/objective/scoreAnalysis';
import { datasetStore } from '../../../state/data/datasetStore';
import { settingsStore } from '../../../state/objective/settingsStore';
import { runStore } from '../../../state/training/runStore';
import { withChange } from '../../../settings/runSettings';
import { strings } from '../../../strings';
import { useStore } from '../../common/useStore';
import { fieldId, scopeId, testIds } from '../../testIds';
import { ScoresPanel } from './ScoresPanel';
import { ThresholdBar, ThresholdScope } from './ThresholdControls';

resetStores(settingsStore, runStore, datasetStore);

const ITEMS = Array.from({ length: 21 }, (_, i) => ({
  id: `${i}`,
  fileName: `${i}.png`,
  caption: `prompt ${i % 3}`,
  score: i / 2,
}));

function Screen({ share }: { readonly share: number }) {
  const settings = useStore(settingsStore, (state) => state.settings);
  const analysis = analyseScores(ITEMS, {
    ...settings.training,
    ...thresholdSettings(settings),
  })!;
  return (
    <>
      <ThresholdScope analysis={analysis} share={share} />
      <ThresholdBar analysis={analysis} share={share} />
    </>
  );
}

const settings = () => settingsStore.getState().settings;
const tauField = (): HTMLInputElement => screen.getByTestId(testIds.tauField);

describe('the controls of τ', () => {
  it('starts a fixed τ from the one in force and keeps it until another is typed', async () => {
    renderUi(<Screen share={0.1} />);
    expect(settings().threshold.fixedThreshold).toBeNull();
    await userEvent.click(screen.getByTestId(scopeId('fixed')));
    expect(settings().threshold.fixedThreshold).toBe(5);
    expect(tauField().value).toBe('5');
    expect(screen.queryByTestId(fieldId('percentile'))).toBeNull();
    await userEvent.clear(tauField());
    await userEvent.type(tauField(), '7.5{Enter}');
    expect(settings().threshold.fixedThreshold).toBe(7.5);
    await userEvent.click(screen.getByTestId(scopeId('global')));
    expect(settings().threshold.fixedThreshold).toBeNull();
    expect(screen.getByTestId(fieldId('percentile'))).toBeTruthy();
  });
  it.each(['11', '-1', 'high', ' '])('refuses the fixed τ “%s”', async (typed) => {
    settingsStore.setState({
      settings: withChange(settings(), { threshold: { fixedThreshold: 4 } }),
    });
    renderUi(<Screen share={0.1} />);
    await userEvent.clear(tauField());
    await userEvent.type(tauField(), `${typed}{Enter}`);
    expect(settings().threshold.fixedThreshold).toBe(4);
    expect(screen.getByText(strings.scores.tauOutside('0', '10'))).toBeTruthy();
  });
  it('does not make a proxy set’s τ of none: the choice is only asked for', async () => {
    renderUi(<Screen share={0.1} />);
    await userEvent.click(screen.getByTestId(scopeId('proxy')));
    expect(screen.getByTestId<HTMLInputElement>(scopeId('proxy')).checked).toBe(true);
    expect(settings().threshold.thresholdScope).toBe('global');
  });
  it('advises a τ per prompt where the prompt decides the score, with its k', async () => {
    renderUi(<Screen share={0.7} />);
    expect(screen.getByText(strings.threshold.advised)).toBeTruthy();
    await userEvent.click(screen.getByTestId(scopeId('prompt')));
    expect(settings().threshold.thresholdScope).toBe('prompt');
    await userEvent.click(screen.getByTestId(testIds.takeSuggested));
    // to the step of its slider, 0.5
    const best = suggestedShrinkage(0.7, settings().threshold.percentile);
    expect(settings().threshold.thresholdShrinkage).toBe(Math.round(best * 2) / 2);
  });
  it('advises nothing where the prompts differ little', () => {
    renderUi(<Screen share={0.2} />);
    expect(screen.queryByText(strings.threshold.advised)).toBeNull();
  });
});

describe('the scores of a set', () => {
  it.each([
    ['tgo', true],
    ['dpo', false],
    ['crd', false],
  ])('have a line to drag where %s reads τ: %s', (method, reads) => {
    datasetStore.setState({ items: ITEMS });
    settingsStore.setState({ settings: withChange(settings(), { method }) });
    renderUi(<ScoresPanel />);
    expect(screen.queryByTestId(testIds.tauHandle) !== null).toBe(reads);
    expect(screen.queryByText(strings.scores.lede) !== null).toBe(reads);
  });
});
