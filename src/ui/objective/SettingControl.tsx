// One numeric setting: slider, exact field, reset, and what it does with where its default is from.
// Knows the lock: a setting that decides the graph's shape or the order of random draws cannot
// change while a run is loaded.

import { ActionIcon, Popover, TextInput, Tooltip } from '@mantine/core';
import { useId, useState } from 'react';
import type { NumberSetting } from '../../settings/numberSettings';
import { changeOf, numberOf } from '../../settings/numberValues';
import { strings } from '../../strings';
import { exact, short, typedNumber } from '../../strings/format';
import { commitLiveSettings } from '../../state/training/runActions';
import { loadedRun, runStore } from '../../state/training/runStore';
import type { FormulaTerm } from '../../state/objective/settingsStore';
import { editSettings, lightTerm, settingsStore } from '../../state/objective/settingsStore';
import { useStore } from '../common/useStore';
import { fieldId, resetId, sliderId } from '../testIds';
import { fromSlider, problemOf, sliderBounds, toSlider } from './sliderScale';

interface SettingControlProps {
  readonly setting: NumberSetting;
  /** Without the sentence below: for narrow places. */
  readonly compact?: boolean;
}

/** Terms of the run's own numbers; a method's numbers are terms under their keys. */
const TERMS: Readonly<Record<string, FormulaTerm>> = {
  percentile: 'tau',
  thresholdShrinkage: 'tau',
  oracleBeta: 'tau',
};

export function SettingControl({ setting, compact = false }: SettingControlProps) {
  const value = useStore(settingsStore, (state) => numberOf(state.settings, setting));
  const standard = useStore(settingsStore, (state) => numberOf(state.defaults, setting));
  const locked = useStore(runStore, (state) => loadedRun(state) !== null) && !setting.live;
  // What is being typed; null while the field shows the setting itself.
  const [typed, setTyped] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const apply = (next: number): void => {
    setTyped(null);
    setProblem(null);
    editSettings(changeOf(setting, next));
  };
  const commit = (): void => {
    void commitLiveSettings();
  };
  const commitTyped = (): void => {
    if (typed === null) return;
    const found = problemOf(typed, setting);
    setProblem(found === null ? null : `${found} ${strings.objective.stays(exact(value))}`);
    if (found !== null) return;
    apply(typedNumber(typed));
    commit();
  };
  const bounds = sliderBounds(setting);
  const at = toSlider(value, setting);
  const fill = ((at - bounds.min) / (bounds.max - bounds.min)) * 100;
  const term = setting.group === 'objective' ? setting.key : (TERMS[setting.key] ?? null);
  return (
    <div
      className={locked ? 'setting locked' : 'setting'}
      onFocus={() => lightTerm(term)}
      onBlur={() => lightTerm(null)}
      onPointerEnter={() => lightTerm(term)}
      onPointerLeave={() => lightTerm(null)}
    >
      <div className="setting-head">
        <label htmlFor={id}>
          {setting.label}{' '}
          {setting.symbol === setting.label.toLowerCase() ? null : (
            <i className="symbol">{setting.symbol}</i>
          )}
        </label>
        <About setting={setting} />
        {locked ? (
          <Tooltip label={strings.objective.locked} withArrow>
            <span className="lock" tabIndex={0} role="note" aria-label={strings.objective.locked}>
              {strings.objective.lockedShort}
            </span>
          </Tooltip>
        ) : null}
        <span className="grow" />
        {value === standard ? null : (
          <ActionIcon
            variant="subtle"
            size={24}
            disabled={locked}
            aria-label={strings.common.reset(setting.label, exact(standard))}
            title={strings.common.reset(setting.label, exact(standard))}
            data-testid={resetId(setting.key)}
            onClick={() => {
              apply(standard);
              commit();
            }}
          >
            <svg width="13" height="13" viewBox="0 0 14 14" aria-hidden="true">
              <path
                d="M2.2 2v3.6h3.6M2.6 5.4A5 5 0 1 1 2 7.6"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.5"
              />
            </svg>
          </ActionIcon>
        )}
        <TextInput
          id={id}
          size="xs"
          className="setting-field"
          value={typed ?? exact(value)}
          disabled={locked}
          error={problem !== null}
          inputMode="decimal"
          data-testid={fieldId(setting.key)}
          autoComplete="off"
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={commitTyped}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commitTyped();
            if (event.key === 'Escape') {
              setTyped(null);
              setProblem(null);
            }
          }}
        />
      </div>
      {setting.key === 'seed' ? null : (
        <input
          type="range"
          min={bounds.min}
          max={bounds.max}
          step={bounds.step}
          value={at}
          disabled={locked}
          aria-label={setting.label}
          data-testid={sliderId(setting.key)}
          aria-valuetext={`${setting.symbol} ${exact(value)}`}
          style={{ '--fill': `${fill}%` } as React.CSSProperties}
          onChange={(event) => apply(fromSlider(Number(event.currentTarget.value), setting))}
          onPointerUp={commit}
          onKeyUp={commit}
        />
      )}
      {problem === null ? null : (
        <p className="small problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
      {compact ? null : <p className="setting-says">{setting.meaning}</p>}
    </div>
  );
}

function About({ setting }: { readonly setting: NumberSetting }) {
  return (
    <Popover width={320} position="bottom-start" withinPortal>
      <Popover.Target>
        <button type="button" className="about" aria-label={strings.objective.about(setting.label)}>
          i
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className="stack tight small">
          <p>{setting.meaning}</p>
          <p className="muted">
            <b>{strings.objective.from}: </b>
            {setting.source}
          </p>
          <p className="muted">{strings.objective.range(short(setting.min), short(setting.max))}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
