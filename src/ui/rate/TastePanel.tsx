// Your own taste: how many ratings there are towards one, fitting it, how well it stands up to
// images it has not seen, and scoring the open set by it.

import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RewardInfo } from '../../domain/reward';
import { MIN_LIKES, MIN_RATINGS } from '../../rewards/tasteHead';
import { strings } from '../../strings';
import { date, percent, whole } from '../../strings/format';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import { ratersOn, ratingsOn, ratingStore } from '../../state/rate/ratingStore';
import { deleteTaste, loadRewards, rewardStore } from '../../state/common/rewardStore';
import { failureOf } from '../../state/common/setTask';
import { cancelDatasetTask, scoreSet, datasetTaskStore } from '../../state/data/datasetTask';
import { loadScorers, scorerStore } from '../../state/common/scorerStore';
import { cancelFit, fitTaste, tasteStore } from '../../state/rate/tasteActions';
import { Choice } from '../common/Choice';
import { correlationInterval } from '../../statistics/correlationInterval';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { resultOf } from '../common/LearnScorer';
import { SetProgress } from '../common/SetProgress';
import { ScorerShelf } from '../common/ScorerShelf';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { LeaveOneOutChart } from './LeaveOneOutChart';

const text = strings.rating;
const ALL = '';
/** The CLIP model beside the app, among those that have a hash. */
const BESIDE = '';
/** Below it a fit helps on average only. */
const WEAK = 0.4;

export function TastePanel() {
  const state = useStore(ratingStore, (now) => now);
  const dataset = useStore(datasetStore, currentDataset);
  const rewards = useStore(rewardStore, (now) => now.rewards);
  const listFailure = useStore(rewardStore, (now) => now.failure);
  const fitting = useStore(tasteStore, (now) => now.busy);
  const failure = useStore(tasteStore, (now) => failureOf(now, dataset?.id ?? null));
  const [from, setFrom] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const scorers = useStore(scorerStore, (now) => now.scorers) ?? [];
  const [features, setFeatures] = useState(BESIDE);
  useEffect(() => {
    void loadRewards();
    void loadScorers();
  }, []);
  if (dataset === null) return null;
  const { scale } = state;
  const raters = ratersOn(state, scale);
  const rater = from !== null && (from === ALL || raters.includes(from)) ? from : state.rater;
  const count = new Set(
    ratingsOn(state, scale, rater === ALL ? null : rater).map(({ imageId }) => imageId),
  ).size;
  const chosen = scorers.some(({ hash }) => (hash ?? BESIDE) === features)
    ? features
    : (scorers[0]?.hash ?? BESIDE);
  const wanted = scale === 'like' ? MIN_LIKES : MIN_RATINGS;
  const name = typed ?? text.tasteNameOf(rater === ALL ? text.tasteFromAll : rater);
  const tastes = rewards?.filter((reward) => reward.taste !== null) ?? [];
  return (
    <Panel title={text.tasteTitle} lede={text.tasteLede} testId={testIds.taste}>
      <div className="stack">
        <div className="taste-progress">
          <span className="progress" aria-hidden="true">
            <span style={{ inlineSize: `${Math.min(1, count / wanted) * 100}%` }} />
          </span>
          <span className="small muted">
            {(count < wanted ? text.tasteNeeds : text.tasteEnough)[
              scale === 'like' ? 'liked' : 'rated'
            ](whole(count), whole(wanted))}
          </span>
        </div>
        {failure === null ? null : <Failure failure={failure} />}
        {listFailure === null ? null : <Failure failure={listFailure} />}
        {fitting === null ? (
          <div className="fields">
            {raters.length > 1 ? (
              <Choice
                label={text.tasteFrom}
                value={rater}
                onChange={setFrom}
                options={[
                  ...raters.map((value) => ({ value, label: value })),
                  { value: ALL, label: text.tasteFromAll },
                ]}
              />
            ) : null}
            {scorers.length > 1 ? (
              <Choice
                label={strings.scorers.features}
                value={chosen}
                onChange={setFeatures}
                testId={testIds.tasteFeatures}
                options={scorers.map(({ hash, name: called }) => ({
                  value: hash ?? BESIDE,
                  label: called,
                }))}
              />
            ) : null}
            <TextInput
              label={text.tasteName}
              size="sm"
              value={name}
              data-testid={testIds.tasteName}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Button
              className="field-button wrapping"
              size="sm"
              disabled={count < wanted || name.trim() === ''}
              data-testid={testIds.tasteFit}
              onClick={() =>
                void fitTaste(
                  dataset.id,
                  rater === ALL ? null : rater,
                  scale,
                  name.trim(),
                  chosen === BESIDE ? null : chosen,
                )
              }
            >
              {tastes.length > 0 ? text.tasteFitAgain : text.tasteFit}
            </Button>
          </div>
        ) : (
          <SetProgress work={fitting} onCancel={cancelFit} />
        )}
        <ScorerShelf />
        {tastes.length === 0 ? null : (
          <Tastes tastes={tastes} datasetId={dataset.id} setName={dataset.name} />
        )}
      </div>
    </Panel>
  );
}

interface TastesProps {
  readonly tastes: readonly RewardInfo[];
  readonly datasetId: string;
  readonly setName: string;
}

/** The newest taste with its chart, the earlier ones as a list. */
function Tastes({ tastes, datasetId, setName }: TastesProps) {
  const busy = useStore(datasetTaskStore, (now) => now.busy);
  const [shownId, setShownId] = useState<string | null>(null);
  const shown = tastes.find(({ id }) => id === shownId) ?? tastes[0]!;
  const taste = shown.taste!;
  const { pearson } = taste;
  const quality = correlationInterval(pearson, taste.ratings.length).chance
    ? text.tasteQuality.none
    : pearson < WEAK
      ? text.tasteQuality.weak
      : text.tasteQuality.good;
  return (
    <div
      className="stack taste-result"
      data-testid={testIds.tasteResult}
      data-correlation={pearson}
    >
      {tastes.length > 1 ? (
        <Choice
          label={text.tasteList}
          value={shown.id}
          onChange={setShownId}
          options={tastes.map((reward) => ({
            value: reward.id,
            label: `${reward.label} (${date(reward.taste!.createdAt)})`,
          }))}
        />
      ) : null}
      <div className="spread">
        <div>
          <h3>{shown.label}</h3>
          <p className="small muted">
            {text.tasteFitted(
              date(taste.createdAt),
              whole(taste.ratings.length),
              text.scaleNames[taste.scale],
            )}
          </p>
        </div>
        <ConfirmDelete
          question={text.tasteDelete(shown.label)}
          testId={testIds.tasteDelete}
          onDelete={() => void deleteTaste(taste.id)}
        />
      </div>
      <p>
        <b>{text.tasteResult(...resultOf(taste))}</b> {quality}
      </p>
      <p className="small muted">
        {text.tasteResultSays}
        {taste.areaUnderCurve === null ? '' : ` ${text.tasteAuc(percent(taste.areaUnderCurve))}`}
      </p>
      <LeaveOneOutChart taste={taste} />
      {busy === null ? (
        <Button
          variant="default"
          className="wrapping"
          data-testid={testIds.tasteScore}
          onClick={() => void scoreSet(datasetId, [shown.id])}
        >
          {text.tasteScore(setName)}
        </Button>
      ) : (
        <SetProgress
          work={busy}
          onCancel={cancelDatasetTask}
          testId={testIds.setProgress}
          cancelTestId={testIds.setCancel}
        />
      )}
    </div>
  );
}
