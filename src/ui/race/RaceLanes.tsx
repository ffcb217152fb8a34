// The lanes of a race next to each other: letter (or name, once told), step, and the wall of the
// same prompts and noises.

import { useSyncExternalStore } from 'react';
import { objectiveOf } from '../../objectives';
import { raceStore, votesCast, type Lane } from '../../state/race/raceStore';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { metricHistory } from '../../state/training/metricHistory';
import { runById, runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { score, whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.race;

export function RaceLanes() {
  useSyncExternalStore(metricHistory.subscribe, metricHistory.version);
  const lanes = useStore(raceStore, (state) => state.lanes);
  return (
    <div className="race-lanes">
      {lanes.map((lane) => (
        <LaneView key={lane.runId} lane={lane} />
      ))}
    </div>
  );
}

function LaneView({ lane }: { readonly lane: Lane }) {
  const revealed = useStore(raceStore, (state) => state.revealed);
  const run = useStore(runStore, (state) => runById(state, lane.runId));
  const wall = lane.last ?? lane.first;
  const scores = wall?.images.map((image) => image.score).filter(Number.isFinite) ?? [];
  const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
  const steps = run === null ? Number.NaN : effectiveSettings(run).schedule.steps;
  const at = run === null ? 0 : metricHistory.stepsTaken(run);
  const hasVoted = useStore(raceStore, (state) => votesCast(state) > 0);
  return (
    <section
      className="panel"
      aria-label={text.lane(lane.letter)}
      data-testid={testIds.raceLane}
      data-step={wall?.step ?? -1}
    >
      <header>
        <h2>
          {text.lane(lane.letter)}
          {revealed ? `: ${objectiveOf(lane.method).title}` : ''}
        </h2>
        {run === null ? null : (
          <span className="small muted">
            {text.at(whole(at), whole(steps))}
            {wall === null ? '' : `, ${text.wallAt(whole(wall.step))}`}
          </span>
        )}
      </header>
      {wall === null ? (
        <p className="small muted">{run === null ? text.deleted : text.noWall}</p>
      ) : (
        <ul className="race-wall">
          {wall.images.map(({ prompt, seed, url }) => (
            <li key={`${prompt}-${seed}`}>
              <img className="picture" src={url} alt={text.image(lane.letter, prompt)} />
            </li>
          ))}
        </ul>
      )}
      {hasVoted && scores.length > 0 ? (
        <p className="small">
          {text.meanScore} <b>{score(mean)}</b>
        </p>
      ) : null}
    </section>
  );
}
