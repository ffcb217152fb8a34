// The steps on a plumb line: the string reaches down to the open step, where the bob hangs.

import type { CSSProperties } from 'react';
import { parseRatingSource } from '../../data/scores/scoreSource';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { onlineStore } from '../../state/objective/onlineStore';
import { generateStore, type GenerateState } from '../../state/data/generateStore';
import type { RunState } from '../../state/training/runStore';
import { loadedRun, offeredRun, runStore, trainingRuns } from '../../state/training/runStore';
import { SCREENS, openScreen, sessionStore } from '../../state/session/sessionStore';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { statusName } from '../training/statusName';
import { PlumbBob } from './PlumbBob';

/** The steps; the first screen is reached by the brand, the rest by the header. */
const STEPS = SCREENS.filter(
  (screen) =>
    screen !== 'home' &&
    screen !== 'runs' &&
    screen !== 'race' &&
    screen !== 'bench2d' &&
    screen !== 'storage',
);
type Step = (typeof STEPS)[number];

const TEXT: Record<Step, { label: string; hint: string; testId: string }> = {
  data: { label: strings.screens.data, hint: strings.screens.dataHint, testId: testIds.railData },
  rate: {
    label: strings.rating.railLabel,
    hint: strings.rating.railHint,
    testId: testIds.railRate,
  },
  objective: {
    label: strings.screens.objective,
    hint: strings.screens.objectiveHint,
    testId: testIds.railObjective,
  },
  training: {
    label: strings.screens.training,
    hint: strings.screens.trainingHint,
    testId: testIds.railTraining,
  },
  compare: {
    label: strings.screens.compare,
    hint: strings.screens.compareHint,
    testId: testIds.railCompare,
  },
};

/** What the run is doing, seen from every screen. */
function trainingHint(state: RunState): string {
  const run = loadedRun(state) ?? trainingRuns(state)[0];
  if (run !== undefined) return statusName(run.status);
  return offeredRun(state) === null ? strings.screens.trainingHint : strings.screens.trainingOffer;
}

/** A set that is being sampled, seen from every screen. */
function generatingHint({ sampling }: GenerateState): string | null {
  return sampling === null || sampling.progress.total === 0
    ? null
    : strings.rating.railSampling(whole(sampling.progress.done), whole(sampling.progress.total));
}

export function Rail() {
  const screen = useStore(sessionStore, (state) => state.screen);
  const hasData = useStore(datasetStore, (state) => state.datasetId !== null);
  const hasRun = useStore(runStore, (state) =>
    state.runs.some(({ step, opened }) => step > 0 && !opened),
  );
  const rated = useStore(datasetStore, (state) =>
    state.sources.some(({ source }) => parseRatingSource(source) !== null),
  );
  const hint = useStore(runStore, trainingHint);
  const waiting = useStore(onlineStore, (state) => state.asking !== null);
  const runHint = waiting ? strings.online.rateWaiting : hint;
  const dataHint = useStore(generateStore, generatingHint);
  const hints: Record<Step, string> = {
    data: dataHint ?? TEXT.data.hint,
    rate: TEXT.rate.hint,
    objective: TEXT.objective.hint,
    training: runHint,
    compare: TEXT.compare.hint,
  };
  const done: Record<Step, boolean> = {
    data: hasData,
    rate: rated,
    objective: hasRun,
    training: hasRun,
    compare: false,
  };
  const at = STEPS.findIndex((step) => step === screen);
  return (
    <nav className="rail" data-part="rail" aria-label={strings.screens.label}>
      <ol className={at < 0 ? 'at-home' : ''} style={{ '--at': at } as CSSProperties}>
        {STEPS.map((entry) => (
          <li key={entry} className={done[entry] ? 'done' : ''} data-part={entry}>
            <button
              type="button"
              aria-current={entry === screen ? 'step' : undefined}
              data-testid={TEXT[entry].testId}
              onClick={() => openScreen(entry)}
            >
              <span className="node" aria-hidden="true">
                <PlumbBob />
              </span>
              <span>
                <span className="label">{TEXT[entry].label}</span>
                <span className="hint">{hints[entry]}</span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
