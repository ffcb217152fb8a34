// Where an online run's τ comes from: the bank's percentile, the round's, each prompt's in the
// bank, or a score set by hand. Live: a loaded run follows at its next step.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { byPrompt, thresholdOrigin, type ThresholdOrigin } from '../../../data/labels/threshold';
import { strings } from '../../../strings';
import { exact, typedNumber } from '../../../strings/format';
import { metricHistory } from '../../../state/training/metricHistory';
import { commitLiveSettings } from '../../../state/training/runActions';
import { editSettings, settingsStore } from '../../../state/objective/settingsStore';
import { Choice } from '../../common/Choice';
import { useStore } from '../../common/useStore';
import { SettingControl } from '../SettingControl';
import { settingOf } from '../sliderScale';
import { PERCENTILE } from '../../../state/objective/percentileSetting';
import { testIds } from '../../testIds';

const text = strings.online;
const ORIGINS = ['global', 'batch', 'prompt', 'oracle', 'fixed'] as const;
type Origin = (typeof ORIGINS)[number];

export function OnlineThreshold() {
  const settings = useStore(settingsStore, (state) => state.settings);
  const inForce: ThresholdOrigin = thresholdOrigin(settings.threshold);
  const origin: Origin = inForce === 'proxy' ? 'global' : inForce;
  const choose = (next: Origin): void => {
    editSettings(
      next === 'fixed'
        ? { threshold: { fixedThreshold: Number((metricHistory.last()?.tau ?? 0).toPrecision(6)) } }
        : { threshold: { fixedThreshold: null, thresholdScope: next } },
    );
    void commitLiveSettings();
  };
  return (
    <div className="stack tight">
      <Choice
        label={text.tau}
        value={origin}
        options={ORIGINS.map((value) => ({ value, label: text.tauNames[value] }))}
        description={text.tauSays[origin]}
        testId={testIds.onlineTau}
        onChange={choose}
      />
      {origin === 'fixed' ? <FixedTau /> : null}
      {origin === 'oracle' ? (
        <SettingControl setting={settingOf('oracleBeta')} compact />
      ) : origin === 'fixed' ? null : (
        <SettingControl setting={PERCENTILE} compact />
      )}
      {byPrompt(origin) ? (
        <SettingControl setting={settingOf('thresholdShrinkage')} compact />
      ) : null}
    </div>
  );
}

function FixedTau() {
  const value = useStore(settingsStore, (state) => state.settings.threshold.fixedThreshold);
  const [typed, setTyped] = useState<string | null>(null);
  const [bad, setBad] = useState(false);
  const commit = (): void => {
    if (typed === null) return;
    const number = typedNumber(typed);
    const wrong = !Number.isFinite(number);
    setBad(wrong);
    if (wrong) return;
    setTyped(null);
    editSettings({ threshold: { fixedThreshold: number } });
    void commitLiveSettings();
  };
  return (
    <TextInput
      label={text.tauField}
      size="xs"
      className="field-narrow"
      value={typed ?? exact(value ?? 0)}
      error={bad ? text.tauBad : null}
      inputMode="decimal"
      autoComplete="off"
      data-testid={testIds.onlineTauField}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
      }}
    />
  );
}
