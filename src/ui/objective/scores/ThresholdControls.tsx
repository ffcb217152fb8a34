// How τ is set: whose percentile it is, and the exact fields of that choice: p, the shrinkage of
// the prompts, a proxy set, a fixed score.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { suggestedShrinkage } from '../../../data/labels/promptThreshold';
import { byPrompt, thresholdOrigin, type ThresholdOrigin } from '../../../data/labels/threshold';
import { NUMBER_SETTINGS } from '../../../settings/numberSettings';
import { strings } from '../../../strings';
import { exact, short, typedNumber } from '../../../strings/format';
import { commitLiveSettings } from '../../../state/training/runActions';
import type { ScoreAnalysis } from '../../../state/objective/scoreAnalysis';
import { editSettings, settingsStore } from '../../../state/objective/settingsStore';
import { useStore } from '../../common/useStore';
import { SettingControl } from '../SettingControl';
import { testIds } from '../../testIds';
import { PERCENTILE } from '../../../state/objective/percentileSetting';
import { ProxyChoice } from './ProxyChoice';
import { ScopeChoice } from './ScopeChoice';

const SHRINKAGE = NUMBER_SETTINGS.find((setting) => setting.key === 'thresholdShrinkage')!;
const ORACLE_BETA = NUMBER_SETTINGS.find((setting) => setting.key === 'oracleBeta')!;
/** Share of the variance between prompts above which a τ per prompt is advised (losses 1.3 k). */
export const ADVISE_PROMPTS = 0.5;

/** Changes where τ comes from; a loaded run follows at its next step. */
export function chooseOrigin(origin: ThresholdOrigin, tau: number): void {
  editSettings(
    origin === 'fixed'
      ? { threshold: { fixedThreshold: Number(tau.toPrecision(12)) } }
      : { threshold: { fixedThreshold: null, thresholdScope: origin } },
  );
  void commitLiveSettings();
}

interface ThresholdProps {
  readonly analysis: ScoreAnalysis;
  /** Of the score variance between prompts, NaN where it cannot be told. */
  readonly share: number;
}

/** Whose percentile τ is, and the proxy set where it is one's. */
export function ThresholdScope({ analysis, share }: ThresholdProps) {
  const settings = useStore(settingsStore, (state) => state.settings);
  // A proxy scope without a proxy set would be no τ: it is only asked for until a set is chosen.
  const [asking, setAsking] = useState(false);
  const inForce = thresholdOrigin(settings.threshold);
  const shown = asking && inForce !== 'proxy' ? 'proxy' : inForce;
  return (
    <div className="stack">
      <ScopeChoice
        value={shown}
        promptShare={share > ADVISE_PROMPTS ? share : null}
        onChange={(origin) => {
          setAsking(origin === 'proxy');
          if (origin !== 'proxy' || settings.threshold.proxySet !== null)
            chooseOrigin(origin, analysis.threshold.rawTau);
        }}
      />
      {shown === 'proxy' ? <ProxyChoice proxySet={settings.threshold.proxySet} /> : null}
    </div>
  );
}

/** The exact fields of the choice in force. */
export function ThresholdBar({ analysis, share }: ThresholdProps) {
  const settings = useStore(settingsStore, (state) => state.settings);
  const inForce = thresholdOrigin(settings.threshold);
  return (
    <div className="threshold-bar">
      {inForce === 'fixed' ? (
        <FixedField analysis={analysis} />
      ) : (
        <SettingControl setting={PERCENTILE} compact />
      )}
      {inForce === 'oracle' ? <SettingControl setting={ORACLE_BETA} compact /> : null}
      {byPrompt(inForce) ? <Shrinkage share={share} p={settings.threshold.percentile} /> : null}
    </div>
  );
}

function Shrinkage({ share, p }: { readonly share: number; readonly p: number }) {
  const best = suggestedShrinkage(share, p);
  const step = best < 10 ? SHRINKAGE.step : 1;
  const suggested = Math.min(SHRINKAGE.max, Math.round(best / step) * step);
  const apply = (): void => {
    editSettings({ threshold: { thresholdShrinkage: suggested } });
    void commitLiveSettings();
  };
  return (
    <div className="stack tight">
      <SettingControl setting={SHRINKAGE} compact />
      {Number.isNaN(best) ? null : (
        <p className="small muted row tight">
          {best > SHRINKAGE.max
            ? strings.threshold.suggestedMost(exact(suggested))
            : strings.threshold.suggested(exact(suggested))}
          <Button
            size="compact-xs"
            variant="default"
            data-testid={testIds.takeSuggested}
            onClick={apply}
          >
            {strings.threshold.takeSuggested}
          </Button>
        </p>
      )}
    </div>
  );
}

function FixedField({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const tau = analysis.threshold.rawTau;
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const commit = (): void => {
    if (typed === null) return;
    const value = typedNumber(typed);
    if (!(value >= analysis.low && value <= analysis.high)) {
      setError(strings.scores.tauOutside(short(analysis.low), short(analysis.high)));
      return;
    }
    setError(null);
    setTyped(null);
    editSettings({ threshold: { fixedThreshold: value } });
    void commitLiveSettings();
  };
  return (
    <TextInput
      label={strings.scores.tau}
      value={typed ?? exact(tau)}
      error={error}
      inputMode="decimal"
      data-testid={testIds.tauField}
      className="field-narrow"
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
