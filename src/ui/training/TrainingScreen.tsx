// The training screen: controls and figures in a bar, the wall at the left, charts at the right,
// all in sight without scrolling; the settings that may change in a drawer. What is looked at more
// seldom lies below: every sample by prompt and step, the log-ratios of the last samples, the runs.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { objectiveOf } from '../../objectives';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import { loadOrFollow } from '../../state/training/recovery';
import { continueRun, declineOffer } from '../../state/training/runActions';
import { loadedRun, offeredRun, runStore, shownRun } from '../../state/training/runStore';
import { scoredBy } from '../../state/objective/onlineDraft';
import { rewardStore } from '../../state/common/rewardStore';
import { currentModel, openScreen, sessionStore } from '../../state/session/sessionStore';
import { calibratedChange, settingsStore } from '../../state/objective/settingsStore';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { NeedSet } from '../data/NeedSet';
import { BankPanel } from '../objective/online/BankPanel';
import { StartProblems } from '../objective/StartProblems';
import { RoundRating } from '../objective/online/RoundRating';
import { testIds } from '../testIds';
import { describeChange } from './describeChange';
import { Following } from './Following';
import { LiveDrawer } from './LiveDrawer';
import { PreviewGrid } from './PreviewGrid';
import { RatioDistribution } from './RatioDistribution';
import { MemoryCard } from './MemoryCard';
import { RunBar } from './RunBar';
import { RunCharts } from './RunCharts';
import { RunList } from './RunList';
import { RunWall } from './RunWall';
import { SlowMotionButtons, StepStages } from './StepStages';

const text = strings.training;

export function TrainingScreen() {
  const run = useStore(runStore, shownRun);
  const dataset = useStore(datasetStore, currentDataset);
  const online = useStore(settingsStore, (state) => state.settings.source.mode === 'online');
  const loaded = useStore(runStore, (state) => loadedRun(state) !== null);
  const [wanted, setWanted] = useState(false);
  const drawer = wanted && loaded;
  return (
    <div className="screen training">
      <Head run={run} onSettings={loaded && !drawer ? () => setWanted(true) : null} />
      <ContinueOffer />
      <Following />
      {run === null ? <StartProblems away /> : null}
      {run === null && dataset === null && !online ? <NeedSet text={text.needData} /> : <RunBar />}
      {run === null && (online || dataset !== null) ? <MemoryCard /> : null}
      {run === null ? null : <Stage run={run} drawer={drawer} onClose={() => setWanted(false)} />}
      {run === null ? null : <Below run={run} />}
      <div data-part="runs">
        <RunList />
      </div>
    </div>
  );
}

interface HeadProps {
  readonly run: RunSummary | null;
  /** Opens the settings; null where there are none to open. */
  readonly onSettings: (() => void) | null;
}

function Head({ run, onSettings }: HeadProps) {
  const dataset = useStore(datasetStore, currentDataset);
  const model = useStore(sessionStore, currentModel);
  const { method, schedule, source } = useStore(settingsStore, (state) => state.settings);
  const online = source.mode === 'online';
  const reward = source.onlineReward;
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const presenting = useStore(sessionStore, (state) => state.presenting);
  const offering = useStore(runStore, (state) => offeredRun(state) !== null);
  return (
    <header className="training-head">
      <h1>{run?.name ?? text.title}</h1>
      {model !== null && run === null && (online || dataset !== null) ? (
        <>
          <p className="lede">
            {text.plan(
              online
                ? strings.online.lede2(model.name, reward && scoredBy(reward, rewards))
                : text.lede(dataset!.name, model.name),
              objectiveOf(method).label,
              whole(schedule.steps),
            )}
          </p>
          <span className="row tight">
            <SlowMotionButtons />
          </span>
        </>
      ) : null}
      {run === null ? null : (
        <span className="row tight">
          {onSettings === null ? null : (
            <button
              type="button"
              className="pill settings-pill"
              data-testid={testIds.liveOpen}
              onClick={onSettings}
            >
              {text.settingsOpen}
            </button>
          )}
          <SlowMotionButtons />
          <button
            type="button"
            className="pill"
            aria-pressed={presenting}
            title={text.presentHint}
            onClick={() => sessionStore.setState({ presenting: !presenting })}
          >
            {presenting ? text.presentEnd : text.present}
          </button>
          {run.step > 0 ? (
            <Button
              size="xs"
              variant={run.status === 'finished' && !offering ? 'filled' : 'default'}
              data-part="compare"
              onClick={() => openScreen('compare')}
            >
              {strings.screens.next(strings.screens.compare)}
            </Button>
          ) : null}
        </span>
      )}
    </header>
  );
}

/** Wall, charts and drawer. */
function Stage({
  run,
  drawer,
  onClose,
}: {
  readonly run: RunSummary;
  readonly drawer: boolean;
  readonly onClose: () => void;
}) {
  return (
    <>
      {run.settings.source.mode === 'online' ? <RoundRating run={run} /> : null}
      <StepStages run={run} />
      <div className="run-stage">
        <RunWall run={run} />
        <RunCharts run={run} />
        {drawer ? <LiveDrawer run={run} onClose={onClose} /> : null}
      </div>
    </>
  );
}

function Below({ run }: { readonly run: RunSummary }) {
  return (
    <>
      <Changes run={run} />
      {run.settings.source.mode === 'online' ? <BankPanel run={run} /> : null}
      <div className="columns main-side below">
        <PreviewGrid run={run} />
        <RatioDistribution />
      </div>
    </>
  );
}

function Changes({ run }: { readonly run: RunSummary }) {
  if (run.changes.length === 0) return null;
  return (
    <div className="marks small muted">
      <p>{text.marks}</p>
      <ul>
        {run.changes.map((change, index) => (
          <li key={`${change.step}-${index}`}>
            {change === calibratedChange(run)
              ? text.calibrated(describeChange(change))
              : text.markText(whole(change.step + 1), describeChange(change))}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A run that was left unfinished can go on. */
function ContinueOffer() {
  const offered = useStore(runStore, offeredRun);
  const busy = useStore(runStore, (state) => state.busy !== null);
  if (offered === null) return null;
  const saved = Math.max(-1, ...offered.checkpointSteps);
  return (
    <Panel
      title={
        saved >= 0 ? text.offer(offered.name, whole(saved)) : text.offerFromStart(offered.name)
      }
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
          onClick={() => void loadOrFollow(offered.id)}
        >
          {text.loadPaused}
        </Button>
        <Button variant="subtle" className="quiet" onClick={() => declineOffer(offered.id)}>
          {text.leave}
        </Button>
      </div>
    </Panel>
  );
}
