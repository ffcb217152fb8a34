// The fold: ties, scales, schedule, adapted layers, preview prompts and the remaining numbers. What
// plays no part in the chosen method is not shown.

import { Textarea } from '@mantine/core';
import { useMemo } from 'react';
import type { RunSettings } from '../../settings/runSettings';
import { DEFAULT_TARGETS } from '../../settings/runSettings';
import { numbersInForce } from '../../settings/numberSettings';
import { wallPrompts } from '../../settings/wallPrompts';
import { objectiveOf } from '../../objectives';
import { OPTIMIZERS } from '../../optimizers';
import { paradigmFacts } from '../../paradigms/facts';
import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { loadedRun, runStore } from '../../state/training/runStore';
import { editSettings, settingsStore } from '../../state/objective/settingsStore';
import { Choice, type ChoiceProps } from '../common/Choice';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { SettingControl } from './SettingControl';

const text = strings.objective;

const TIES = [
  ['positive', text.tiePositive],
  ['negative', text.tieNegative],
  ['drop', text.tieDrop],
] as const;
const SCALES = [
  ['standardized', text.scaleStandardized],
  ['raw', text.scaleRaw],
  ['minmax', text.scaleMinmax],
  ['rank', text.scaleRank],
] as const;
const SCHEDULES = [
  ['constant', text.scheduleConstant],
  ['constant_with_warmup', text.scheduleWarmup],
  ['cosine', text.scheduleCosine],
] as const;
const SPACES = [
  ['prediction', text.msePrediction],
  ['eps', text.mseEps],
  ['x0', text.mseX0],
] as const;
const OPTIMIZER_OPTIONS = OPTIMIZERS.map(({ id }) => ({
  value: id,
  label: text.optimizerNames[id],
}));
const REDUCTIONS = [
  ['mean', text.reduceMean],
  ['sum', text.reduceSum],
] as const;
const WEIGHTS = [
  ['file', text.weightsFile],
  ['f16', text.weightsF16],
  ['int8', text.weightsInt8],
] as const;
const options = <T extends string>(pairs: readonly (readonly [T, string])[]) =>
  pairs.map(([value, label]) => ({ value, label }));

/** A choice that a loaded run keeps as it is, and then says so in the place of what it means. */
function SettingChoice<T extends string>({
  meaning,
  ...choice
}: ChoiceProps<T> & { readonly meaning: string }) {
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  return <Choice {...choice} disabled={locked} description={locked ? text.locked : meaning} />;
}

export function ScoreScaleChoice() {
  const settings = useStore(settingsStore, (state) => state.settings);
  return (
    <SettingChoice
      label={text.scoreScale}
      value={settings.threshold.scoreScale}
      options={options(SCALES)}
      meaning={text.scoreScaleMeaning}
      testId="score-scale"
      onChange={(scoreScale) => editSettings({ threshold: { scoreScale } })}
    />
  );
}

export function AdvancedSettings() {
  const settings = useStore(settingsStore, (state) => state.settings);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  const numbers = numbersInForce(settings).filter(({ advanced }) => advanced);
  return (
    <details className="fold" data-testid={testIds.advanced}>
      <summary>
        {text.advanced}
        <span className="small muted"> {text.advancedHint}</span>
      </summary>
      <div className="settings-grid">
        <SettingChoice
          label={text.ties}
          value={settings.threshold.ties}
          options={options(TIES)}
          meaning={text.tiesMeaning}
          onChange={(ties) => editSettings({ threshold: { ties } })}
        />
        <SettingChoice
          label={text.schedule}
          value={settings.schedule.learningRateSchedule}
          options={options(SCHEDULES)}
          meaning={text.scheduleMeaning}
          onChange={(learningRateSchedule) => editSettings({ schedule: { learningRateSchedule } })}
        />
        <SettingChoice
          label={text.optimizer}
          value={settings.optimizer.name}
          options={OPTIMIZER_OPTIONS}
          meaning={text.optimizerMeaning}
          testId={testIds.optimizer}
          onChange={(optimizer) => editSettings({ optimizer: { name: optimizer } })}
        />
        {paradigmFacts(settings.paradigm).errorSetting === 'mseSpace' ? (
          <SettingChoice
            label={text.mseSpace}
            value={settings.training.mseSpace}
            options={options(SPACES)}
            meaning={text.mseSpaceMeaning}
            onChange={(mseSpace) => editSettings({ training: { mseSpace } })}
          />
        ) : objectiveOf(settings.method).tokenMean === 'batch' ? null : (
          <SettingChoice
            label={text.maskedReduction}
            value={settings.training.maskedReduction}
            options={options(REDUCTIONS)}
            meaning={text.maskedReductionMeaning}
            onChange={(maskedReduction) => editSettings({ training: { maskedReduction } })}
          />
        )}
        <SettingChoice
          label={text.weightStorage}
          value={settings.training.weightStorage}
          options={options(WEIGHTS)}
          meaning={text.weightStorageMeaning}
          testId={testIds.weightStorage}
          onChange={(weightStorage) => editSettings({ training: { weightStorage } })}
        />
        <Targets settings={settings} locked={locked} />
        {numbers.map((setting) => (
          <SettingControl key={setting.key} setting={setting} />
        ))}
        <PreviewPrompts />
      </div>
    </details>
  );
}

/** What the wall will be sampled from, and whether that is the set's own prompts. */
function PreviewPrompts() {
  const settings = useStore(settingsStore, (state) => state.settings);
  const run = useStore(runStore, loadedRun);
  const items = useStore(datasetStore, (state) => state.items);
  const model = useStore(sessionStore, currentModel);
  const captions = useMemo(() => items.map((item) => item.caption), [items]);
  const { prompts, ofSet } =
    run === null
      ? wallPrompts(settings, model?.previewPrompts ?? [], captions)
      : { prompts: run.settings.sampling.previewPrompts, ofSet: run.promptsOfSet === true };
  return (
    <Textarea
      label={text.previewPrompts}
      description={[
        run === null ? text.previewPromptsMeaning : text.locked,
        ...(ofSet ? [text.previewPromptsOfSet] : []),
      ].join(' ')}
      autosize={false}
      rows={5}
      disabled={run !== null}
      value={prompts.join('\n')}
      className="wide-field"
      data-testid={testIds.previewPrompts}
      onChange={(event) =>
        editSettings({ sampling: { previewPrompts: event.currentTarget.value.split('\n') } })
      }
      onBlur={() =>
        editSettings({
          sampling: {
            previewPrompts: settings.sampling.previewPrompts
              .map((prompt) => prompt.trim())
              .filter((prompt) => prompt !== ''),
          },
        })
      }
    />
  );
}

function Targets({
  settings,
  locked,
}: {
  readonly settings: RunSettings;
  readonly locked: boolean;
}) {
  const { moreTargets } = paradigmFacts(settings.paradigm);
  const offered = [...new Set([...DEFAULT_TARGETS, ...moreTargets, ...settings.adapter.targets])];
  return (
    <fieldset className="targets" disabled={locked}>
      <legend>{text.targets}</legend>
      <p className="setting-says">{locked ? text.locked : text.targetsMeaning}</p>
      {offered.map((target) => (
        <label key={target}>
          <input
            type="checkbox"
            checked={settings.adapter.targets.includes(target)}
            onChange={(event) => {
              const targets = offered.filter((entry) =>
                entry === target
                  ? event.currentTarget.checked
                  : settings.adapter.targets.includes(entry),
              );
              if (targets.length > 0) editSettings({ adapter: { targets } });
            }}
          />
          {strings.targets[target] ?? target}
        </label>
      ))}
    </fieldset>
  );
}
