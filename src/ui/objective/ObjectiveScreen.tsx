// Step two: scores and threshold, then what is minimised. Method, presets, formula, plot and the
// settings that matter; the rest is folded away.

import allEquations from '../../../docs/losses.md?url';
import { Button } from '@mantine/core';
import { objectiveOf, weighsDistance } from '../../objectives';
import { numberSettingsFor, objectiveSettingsFor } from '../../settings/numberSettings';
import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { loadedRun, runStore } from '../../state/training/runStore';
import { resolveTau } from '../../state/objective/scoreAnalysis';
import { settingsStore } from '../../state/objective/settingsStore';
import { openScreen } from '../../state/session/sessionStore';
import { Fold } from '../common/Fold';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { ModePanel } from './online/ModePanel';
import { ReferenceChoice } from './online/ReferenceChoice';
import { ScoresPanel } from './scores/ScoresPanel';
import { testIds } from '../testIds';
import { CarriedSettings } from '../history/CarriedSettings';
import { AdvancedSettings, ScoreScaleChoice } from './AdvancedSettings';
import { CalibrationChoice } from './CalibrationChoice';
import { LoadedRun } from './LoadedRun';
import { LossFormula } from './LossFormula';
import { LossPlot } from './LossPlot';
import { MethodChoice } from './MethodChoice';
import { MethodData } from './MethodData';
import { Presets } from './Presets';
import { ResolutionChoice } from './ResolutionChoice';
import { SaturationNote } from './SaturationNote';
import { SettingControl } from './SettingControl';
import { StartProblems } from './StartProblems';
import { StartChoice } from './StartChoice';

const text = strings.objective;
const SHOWN_ELSEWHERE: readonly string[] = [
  'percentile',
  'thresholdShrinkage',
  'oracleBeta',
  'bankSize',
  'stepsPerRound',
  'pairsPerPrompt',
  'groupSize',
];

export function ObjectiveScreen() {
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  const hasData = useStore(datasetStore, (state) => state.items.length > 0);
  const online = useStore(settingsStore, (state) => state.settings.source.mode === 'online');
  return (
    <div className="screen">
      <header>
        <h1>{strings.screens.objective}</h1>
      </header>
      <LoadedRun />
      <CarriedSettings />
      {online ? <ModePanel /> : <ScoresPanel />}
      <ObjectivePanel locked={locked} />
      {online ? null : (
        <Fold title={strings.online.fold} testId={testIds.onlineFold}>
          <ModePanel />
        </Fold>
      )}
      {online || hasData ? (
        <div className="onward">
          <Button size="md" onClick={() => openScreen('training')}>
            {strings.screens.next(strings.screens.training)}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function ObjectivePanel({ locked }: { readonly locked: boolean }) {
  const settings = useStore(settingsStore, (state) => state.settings);
  const items = useStore(datasetStore, (state) => state.items);
  const objective = objectiveOf(settings.method);
  const own = objectiveSettingsFor(settings);
  const plain = numberSettingsFor(settings).filter(
    (setting) =>
      setting.group !== 'objective' && !setting.advanced && !SHOWN_ELSEWHERE.includes(setting.key),
  );
  return (
    <Panel title={text.title} lede={text.lede}>
      <div className="stack wide">
        <div className="row method-row">
          <MethodChoice method={settings.method} paradigm={settings.paradigm} disabled={locked} />
          <p className="small muted">
            {objective.summary}{' '}
            <a href={allEquations} target="_blank" rel="noreferrer">
              {text.allEquations}
            </a>
          </p>
        </div>
        {settings.source.mode === 'online' ? null : (
          <>
            <MethodData settings={settings} locked={locked} />
            <StartProblems />
          </>
        )}
        <Presets />
        <div className="columns two">
          <div className="stack tight">
            <h3>{text.formulaTitle}</h3>
            <LossFormula
              tau={
                settings.source.mode === 'online'
                  ? settings.threshold.fixedThreshold
                  : resolveTau(items, settings.threshold)
              }
            />
          </div>
          <LossPlot />
        </div>
        <SaturationNote />
        {own.length > 0 ? (
          <div className="settings-grid three">
            {own.map((setting) => (
              <SettingControl key={setting.key} setting={setting} />
            ))}
            <CalibrationChoice />
            {weighsDistance(objective) ? <ScoreScaleChoice /> : null}
          </div>
        ) : null}
        <h3 className="ruled">{text.training}</h3>
        <div className="settings-grid three">
          {plain.map((setting) => (
            <SettingControl key={setting.key} setting={setting} />
          ))}
          <ResolutionChoice />
          <StartChoice settings={settings} locked={locked} />
          <ReferenceChoice />
        </div>
        <AdvancedSettings />
        {locked ? <p className="small muted">{text.liveNote}</p> : null}
      </div>
    </Panel>
  );
}
