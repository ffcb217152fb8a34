// The class's vote on the walls, its shares with intervals as it goes, the difference of the
// scores, and the names at last.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { promptMeans } from '../../domain/runOutcome';
import {
  FEWEST_PROMPTS,
  pairedDifference,
  type PairedDifference,
} from '../../statistics/pairedDifference';
import {
  raceStore,
  reveal,
  TIE,
  vote,
  votesCast,
  voteShare,
  type Lane,
} from '../../state/race/raceStore';
import { loadRewards } from '../../state/common/rewardStore';
import { datasetStore } from '../../state/data/datasetStore';
import type { PreviewColumn } from '../../state/training/previews';
import { rewardOf } from '../../state/training/runReward';
import { runById, runStore } from '../../state/training/runStore';
import { strings } from '../../strings';
import { percent, signedFixed, whole } from '../../strings/format';
import { ScorerNote } from '../common/ScorerNote';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.race;

/** A row per prompt; null where something is not scored. */
export function scoresOf(column: Pick<PreviewColumn, 'images'> | null): number[][] | null {
  if (column === null || column.images.some(({ score }) => !Number.isFinite(score))) return null;
  return promptMeans(column.images);
}

const interval = ({ mean, lower, upper, prompts }: PairedDifference): string => {
  const bounds = Number.isNaN(lower)
    ? text.noInterval(whole(prompts), whole(FEWEST_PROMPTS))
    : `${signedFixed(lower, 2)}, ${signedFixed(upper, 2)}`;
  return `${signedFixed(mean, 2)} [${bounds}]`;
};

/** Differences of all pairs of lanes at the same step, in words. */
function differences(lanes: readonly Lane[]): string[] {
  const base = scoresOf(lanes[0]?.first ?? null);
  if (base === null) return [];
  return lanes.flatMap((one, i) =>
    lanes.slice(i + 1).flatMap((other) => {
      const [a, b] = [scoresOf(one.last), scoresOf(other.last)];
      if (a === null || b === null || one.last?.step !== other.last?.step) return [];
      if (a.length !== base.length || b.length !== base.length) return [];
      const found = pairedDifference(base, [{ seed: 0, rewards: b }], [{ seed: 0, rewards: a }]);
      return [text.scoreDifference(one.letter, other.letter, interval(found))];
    }),
  );
}

export function RaceVote() {
  const state = useStore(raceStore, (all) => all);
  const { lanes, votes, revealed } = state;
  const cast = votesCast(state);
  const names = [...lanes.map(({ letter }) => letter), TIE];
  const said = (name: string): string => (name === TIE ? text.tie : text.lane(name));
  const run = useStore(runStore, (all) => runById(all, lanes[0]?.runId ?? null));
  const datasets = useStore(datasetStore, (all) => all.datasets);
  const reward = run === null ? null : rewardOf(run, datasets);
  useEffect(() => void loadRewards(), []);
  // Scores would tell the class what to see.
  const found = cast === 0 ? [] : differences(lanes);
  // The walls before the first step are all the same.
  const trained = lanes.every(({ last }) => last !== null);
  const steps = lanes.map(({ last }) => last?.step ?? 0);
  return (
    <section className="panel stack" aria-label={text.vote}>
      <h2>{text.vote}</h2>
      {trained && new Set(steps).size > 1 ? (
        <p className="small">{text.unequalSteps(steps.map(whole).join(', '))}</p>
      ) : null}
      <div className="row">
        {names.map((name) => (
          <span key={name} className="row tight race-count">
            <Button
              size="compact-md"
              variant="default"
              disabled={(votes[name] ?? 0) === 0}
              aria-label={text.remove(said(name))}
              onClick={() => vote(name, -1)}
            >
              −
            </Button>
            <b data-testid={`${testIds.raceVote}-${name}-count`}>{whole(votes[name] ?? 0)}</b>
            <Button
              size="compact-md"
              disabled={!trained}
              aria-label={text.add(said(name))}
              data-testid={`${testIds.raceVote}-${name}`}
              onClick={() => vote(name, 1)}
            >
              {said(name)} +
            </Button>
          </span>
        ))}
      </div>
      <div role="status" data-testid={testIds.raceShare}>
        {cast === 0 ? (
          <p className="muted">{trained ? text.noVotes : text.noWallYet}</p>
        ) : (
          <>
            {lanes.map(({ letter }) => {
              const { share, lower, upper } = voteShare(state, letter);
              return (
                <p key={letter}>
                  {text.share(text.lane(letter), percent(share), percent(lower), percent(upper))}
                </p>
              );
            })}
            <p className="small muted">{text.ties(whole(votes[TIE] ?? 0))}</p>
          </>
        )}
      </div>
      {found.length === 0 ? null : (
        <p className="small">
          {text.ofScores} {found.join('; ')} {reward === null ? null : <ScorerNote id={reward} />}
        </p>
      )}
      {revealed ? null : (
        <div className="row tight">
          <Button
            variant="default"
            disabled={cast === 0}
            data-testid={testIds.raceReveal}
            onClick={reveal}
          >
            {text.reveal}
          </Button>
          {cast === 0 ? <span className="small muted">{text.revealHint}</span> : null}
        </div>
      )}
    </section>
  );
}
