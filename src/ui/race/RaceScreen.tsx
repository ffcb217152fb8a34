// The race: its setup, then the lanes with their walls, the vote, and the names.

import { Button, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { objectiveOf, trainableObjectives } from '../../objectives';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import {
  cancelRace,
  continueRace,
  endRace,
  MOST_LANES,
  raceStore,
  showRaceWalls,
  startRace,
  unfinishedLanes,
} from '../../state/race/raceStore';
import { sessionStore } from '../../state/session/sessionStore';
import { runById, runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { firstClick } from '../common/firstClick';
import { Failure } from '../common/Failure';
import { ProgressLine } from '../common/ProgressLine';
import { useFetched } from '../common/useFetched';
import { useStore } from '../common/useStore';
import { NeedSet } from '../data/NeedSet';
import { testIds } from '../testIds';
import { RaceLanes } from './RaceLanes';
import { RaceVote } from './RaceVote';

const text = strings.race;

/** Methods that learn from scores alone: what a race can be about. */
const METHODS = trainableObjectives().filter(
  ({ data }) => data === 'scored' || data === 'positives',
);

export function RaceScreen() {
  const dataset = useStore(datasetStore, currentDataset);
  const { lanes, busy, left, failure } = useStore(raceStore, (state) => state);
  const ready = useStore(sessionStore, ({ connection }) => connection === 'ready');
  const missed = useFetched(ready ? 'walls' : null, showRaceWalls);
  const on = useRaceGround(lanes[0]?.runId ?? null);
  return (
    <div className="screen" data-testid={testIds.race}>
      <header>
        <h1>{text.title}</h1>
        <p className="lede">{text.lede}</p>
        {on === null ? null : (
          <p className="small muted" data-testid={testIds.raceGround}>
            {text.ground(on.base, on.set)}
          </p>
        )}
      </header>
      {failure === null ? null : <Failure failure={failure} />}
      {missed === null ? null : <Failure failure={missed} />}
      {busy === null ? null : <ProgressLine progress={busy} left={left} onCancel={cancelRace} />}
      {dataset === null && lanes.length === 0 ? (
        <NeedSet text={text.needData} />
      ) : lanes.length === 0 ? (
        <RaceSetup waiting={busy !== null} />
      ) : (
        <>
          {busy === null ? <Waiting /> : null}
          <RaceLanes />
          <RaceVote />
          <p className="small muted">{text.batches}</p>
          <div>
            <Button variant="default" onClick={endRace}>
              {text.again}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** Lanes that stand still, as after a reload, and the press that lets them go on. */
function Waiting() {
  const lanes = useStore(raceStore, (state) => state.lanes);
  const waiting = useStore(runStore, (state) => unfinishedLanes({ lanes }, state).length);
  if (waiting === 0) return null;
  return (
    <div className="row" role="status">
      <span>{text.waiting(whole(waiting), whole(lanes.length))}</span>
      <Button data-testid={testIds.raceContinue} onClick={() => void continueRace()}>
        {text.goOn}
      </Button>
    </div>
  );
}

/** Base and set of the race that runs, else of the one that would. */
function useRaceGround(runId: string | null): { base: string; set: string } | null {
  const run = useStore(runStore, (state) => (runId === null ? null : runById(state, runId)));
  const open = useStore(datasetStore, (state) => state.datasetId);
  const chosen = useStore(sessionStore, (state) => state.modelId);
  const set = useStore(datasetStore, (state) =>
    state.datasets.find(({ id }) => id === (run?.datasetId ?? open)),
  );
  const base = useStore(sessionStore, (state) =>
    state.models.find(({ id }) => id === (run?.modelId ?? chosen)),
  );
  return set === undefined || base === undefined ? null : { base: base.name, set: set.name };
}

function RaceSetup({ waiting }: { readonly waiting: boolean }) {
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    METHODS.slice(0, 2).map(({ id }) => id),
  );
  const [steps, setSteps] = useState(100);
  const ready = chosen.length >= 2 && chosen.length <= MOST_LANES && !waiting;
  return (
    <section className="panel stack" aria-label={text.title}>
      <fieldset className="race-methods">
        <legend>{text.methods}</legend>
        {METHODS.map(({ id }) => (
          <label key={id} className="row tight">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={() =>
                setChosen(
                  chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id],
                )
              }
            />
            {objectiveOf(id).title}
          </label>
        ))}
      </fieldset>
      <div className="row sweep-form">
        <NumberInput
          label={text.steps}
          value={steps}
          min={1}
          max={5000}
          w="8rem"
          data-testid={testIds.raceSteps}
          onChange={(value) => {
            const number = Number(value);
            if (Number.isInteger(number) && number >= 1 && number <= 5000) setSteps(number);
          }}
        />
        <Button
          disabled={!ready}
          data-testid={testIds.raceStart}
          onClick={firstClick(() => void startRace(chosen, steps))}
        >
          {text.start}
        </Button>
        {chosen.length >= 2 && chosen.length <= MOST_LANES ? null : (
          <span className="small muted">{text.twoOrThree}</span>
        )}
      </div>
    </section>
  );
}
