// How τ is set: by percentile p or as a fixed score, with exact fields for both.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { exact, short } from '../../strings/format';
import { commitLiveSettings } from '../../state/runActions';
import type { ScoreAnalysis } from '../../state/scoreAnalysis';
import { editSettings, settingsStore } from '../../state/settingsStore';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { SettingControl } from '../objective/SettingControl';
import { testIds } from '../testIds';
import { PERCENTILE } from './percentileSetting';

export function ThresholdControls({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const fixedThreshold = useStore(settingsStore, (state) => state.settings.fixedThreshold);
  const tau = analysis.threshold.rawTau;
  return (
    <div className="threshold-bar">
      <Segments
        label={strings.scores.mode} showLabel testId={testIds.thresholdMode} value={fixedThreshold === null ? 'percentile' : 'fixed'}
        options={[{ value: 'percentile', label: strings.scores.byPercentile }, { value: 'fixed', label: strings.scores.byValue }]}
        onChange={(mode) => {
          editSettings({ fixedThreshold: mode === 'fixed' ? Number(tau.toPrecision(6)) : null });
          void commitLiveSettings();
        }}
      />
      {fixedThreshold === null ? <SettingControl setting={PERCENTILE} compact /> : <FixedField analysis={analysis} />}
    </div>
  );
}

function FixedField({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const tau = analysis.threshold.rawTau;
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const commit = (): void => {
    if (typed === null) return;
    const value = Number(typed);
    if (typed.trim() === '' || !Number.isFinite(value) || value < analysis.low || value > analysis.high) {
      setError(strings.scores.tauOutside(short(analysis.low), short(analysis.high)));
      return;
    }
    setError(null);
    setTyped(null);
    editSettings({ fixedThreshold: value });
    void commitLiveSettings();
  };
  return (
    <TextInput
      label={strings.scores.tau} value={typed ?? exact(tau)} error={error} inputMode="decimal" data-testid={testIds.tauField} className="field-narrow"
      onChange={(event) => setTyped(event.currentTarget.value)} onBlur={commit} onKeyDown={(event) => { if (event.key === 'Enter') commit(); }}
    />
  );
}
