// Step three: the run. Controls and figures at the top, then curves, the distribution of
// log-ratios, samples with their scores against τ, and the runs that are stored.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import { continueRun, declineOffer, loadRun } from '../../state/training/runActions';
import { runById, runStore, shownRun } from '../../state/training/runStore';
import { scoredBy } from '../../state/objective/onlineDraft';
import { rewardStore } from '../../state/common/rewardStore';
import { currentModel, openScreen, sessionStore } from '../../state/session/sessionStore';
import { settingsStore } from '../../state/objective/settingsStore';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { BankPanel } from '../objective/online/BankPanel';
import { Problems } from '../objective/online/ModePanel';
import { RoundRating } from '../objective/online/RoundRating';
import { testIds } from '../testIds';
import { Curves } from './Curves';
import { LiveControls } from './LiveControls';
import { PreviewGrid } from './PreviewGrid';
import { RatioDistribution } from './RatioDistribution';
import { RunBar } from './RunBar';
import { RunList } from './RunList';
import { SampleScores } from './SampleScores';

const text = strings.training;

export function TrainingScreen() {
  const run = useStore(runStore, shownRun);
  const dataset = useStore(datasetStore, currentDataset);
  const model = useStore(sessionStore, currentModel);
  const online = useStore(settingsStore, (state) => state.settings.source.mode === 'online');
  const reward = useStore(settingsStore, (state) => state.settings.source.onlineReward);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const ofOnline = run?.settings.source.mode === 'online';
  return (
    <div className="screen">
      <header>
        <h1>{run?.name ?? text.title}</h1>
        {model !== null && run === null && (online || dataset !== null) ? (
          <p className="lede">
            {online
              ? strings.online.lede2(model.name, scoredBy(reward, rewards))
              : text.lede(dataset!.name, model.name)}
          </p>
        ) : null}
      </header>
      <ContinueOffer />
      {run === null && online ? <Problems away /> : null}
      {run === null && dataset === null && !online ? (
        <div className="empty">
          <p>{text.needData}</p>
          <Button onClick={() => openScreen('data')}>{text.toData}</Button>
        </div>
      ) : (
        <RunBar />
      )}
      {run === null ? null : (
        <>
          {ofOnline ? <RoundRating run={run} /> : null}
          <div className="columns main-side">
            <div className="stack">
              {ofOnline ? <BankPanel run={run} /> : null}
              <Curves run={run} />
              <SampleScores run={run} />
            </div>
            <div className="stack">
              <LiveControls run={run} />
              <RatioDistribution />
            </div>
          </div>
          <PreviewGrid run={run} />
        </>
      )}
      <RunList />
      {run !== null && run.step > 0 ? (
        <div className="onward">
          <Button
            size="md"
            variant={run.status === 'finished' ? 'filled' : 'default'}
            onClick={() => openScreen('after')}
          >
            {strings.screens.next(strings.screens.after)}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

/** After a reload: the run that was going on can go on. */
function ContinueOffer() {
  const offered = useStore(runStore, (state) => runById(state, state.offeredRunId));
  const busy = useStore(runStore, (state) => state.busy !== null);
  if (offered === null) return null;
  return (
    <Panel
      title={text.offer(offered.name, whole(Math.max(0, ...offered.checkpointSteps)))}
      testId={testIds.continueOffer}
    >
      <div className="row tight">
        <Button
          disabled={busy}
          data-testid={testIds.continueRun}
          onClick={() => void continueRun(offered.id)}
        >
          {text.continue}
        </Button>
        <Button
          disabled={busy}
          variant="default"
          data-testid={testIds.loadPaused}
          onClick={() => void loadRun(offered.id)}
        >
          {text.loadPaused}
        </Button>
        <Button variant="subtle" className="quiet" onClick={declineOffer}>
          {text.leave}
        </Button>
      </div>
    </Panel>
  );
}
