// Where a run's samples come from: the open scored set, or images sampled while it runs, with what
// the papers found about that, and for the latter all that has to be chosen.

import { objectiveOf, readsThreshold } from '../../../objectives';
import { strings } from '../../../strings';
import { chooseMode } from '../../../state/objective/onlineDraft';
import { loadedRun, runStore } from '../../../state/training/runStore';
import { settingsStore } from '../../../state/objective/settingsStore';
import { Panel } from '../../common/Panel';
import { Segments } from '../../common/Segments';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';
import { StartProblems } from '../StartProblems';
import { SamplingCost } from './SamplingCost';
import { OnlinePrompts } from './OnlinePrompts';
import { OnlineReward } from './OnlineReward';
import { OnlineThreshold } from './OnlineThreshold';
import { settingOf } from '../sliderScale';
import { SettingControl } from '../SettingControl';

const text = strings.online;

export function ModePanel() {
  const settings = useStore(settingsStore, (state) => state.settings);
  const locked = useStore(runStore, (state) => loadedRun(state) !== null);
  const online = settings.source.mode === 'online';
  const tau = readsThreshold(objectiveOf(settings.method));
  return (
    <Panel title={text.title} lede={text.lede}>
      <div className="stack wide">
        <div className="row method-row">
          <Segments
            label={text.mode}
            testId={testIds.mode}
            value={settings.source.mode}
            disabled={locked}
            options={[
              { value: 'offline', label: text.offline },
              { value: 'online', label: text.online },
            ]}
            onChange={chooseMode}
          />
          <p className="small muted">
            {online ? text.onlineSays : text.offlineSays} {online && tau ? text.onlineTau : ''}
          </p>
        </div>
        <details className="fold" open={online}>
          <summary>{text.papers}</summary>
          <ul className="papers small muted">
            {text.papersSays.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
        {online ? (
          <>
            <StartProblems />
            <div className="online-grid">
              <OnlinePrompts locked={locked} />
              <div className="stack">
                <OnlineReward locked={locked} />
                {tau ? <OnlineThreshold /> : null}
              </div>
            </div>
            <div className="settings-grid">
              <SettingControl setting={settingOf('bankSize')} />
              <SettingControl setting={settingOf('stepsPerRound')} />
            </div>
            <SamplingCost locked={locked} />
          </>
        ) : null}
      </div>
    </Panel>
  );
}
