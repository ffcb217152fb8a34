// Rating by hand: who and on which scale, one image large or many at once, how far one is, the
// rater's noise, and the taste that follows.

import { Button, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { RatingScale } from '../../domain/rating';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import {
  leaveRating,
  openRating,
  ratedCount,
  ratersOn,
  ratingStore,
  setRater,
  setScale,
  setView,
} from '../../state/rate/ratingStore';
import { openScreen } from '../../state/session/sessionStore';
import { failureOf } from '../../state/common/setTask';
import { chooseScores, datasetTaskStore } from '../../state/data/datasetTask';
import { Failure } from '../common/Failure';
import { Segments } from '../common/Segments';
import { useStore } from '../common/useStore';
import { NeedSet } from '../data/NeedSet';
import { otherRatings } from '../objective/scores/ScoreSource';
import { testIds } from '../testIds';
import { NoisePanel } from './NoisePanel';
import { RatingGrid } from './RatingGrid';
import { RatingStage } from './RatingStage';
import { TastePanel } from './TastePanel';
import { WhatRewarded } from './WhatRewarded';

const text = strings.rating;
const SCALES: readonly { value: RatingScale; label: string }[] = (
  ['stars', 'slider', 'like'] as const
).map((value) => ({ value, label: text.scales[value] }));

export function RateScreen() {
  const dataset = useStore(datasetStore, currentDataset);
  const loadingItems = useStore(datasetStore, (state) => state.loadingItems);
  const failure = useStore(ratingStore, (state) => state.failure);
  const loading = useStore(ratingStore, (state) => state.loading && state.queue.length === 0);
  const view = useStore(ratingStore, (state) => state.view);
  const empty = useStore(ratingStore, (state) => state.queue.length === 0);
  const datasetId = dataset?.id ?? null;
  const workFailure = useStore(datasetTaskStore, (state) => failureOf(state, datasetId));
  useEffect(() => {
    if (datasetId === null || loadingItems) return undefined;
    void openRating(datasetId);
    return () => {
      void leaveRating();
    };
  }, [datasetId, loadingItems]);
  if (dataset === null) {
    return (
      <div className="screen">
        <header>
          <h1>{text.title}</h1>
        </header>
        <NeedSet text={text.noSet} />
      </div>
    );
  }
  return (
    <div className="screen">
      <header>
        <h1>{text.title}</h1>
        <p className="lede">{text.lede(dataset.name)}</p>
      </header>
      {failure === null ? null : <Failure failure={failure} />}
      {workFailure === null ? null : <Failure failure={workFailure} />}
      <RatingBar />
      <div className="columns main-side rate-columns">
        <div className="panel">
          {loading || loadingItems ? (
            <p className="muted" role="status">
              {strings.data.loading}
            </p>
          ) : empty ? (
            <p className="muted">{text.noImages}</p>
          ) : view === 'one' ? (
            <RatingStage />
          ) : (
            <RatingGrid />
          )}
        </div>
        <div className="stack side">
          <UseRatings />
          <NoisePanel />
          <WhatRewarded />
          <TastePanel />
        </div>
      </div>
      <div className="onward">
        <Button size="md" onClick={() => openScreen('objective')}>
          {text.toScores}
        </Button>
      </div>
    </div>
  );
}

function RatingBar() {
  const state = useStore(ratingStore, (now) => now);
  const [typed, setTyped] = useState<string | null>(null);
  const { rater, scale, view, queue } = state;
  const done = ratedCount(state);
  const repeats = whole(queue.filter(({ repeat }) => repeat).length);
  const take = (): void => {
    if (typed !== null) setRater(typed);
    setTyped(null);
  };
  return (
    <div className="rating-bar">
      <TextInput
        label={text.rater}
        size="sm"
        value={typed ?? rater}
        list="raters"
        autoComplete="off"
        data-testid={testIds.rater}
        title={text.raterHint}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <datalist id="raters">
        {ratersOn(state, scale).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Segments
        label={text.scale}
        showLabel
        value={scale}
        options={SCALES}
        onChange={setScale}
        testId={testIds.ratingScale}
      />
      <Segments
        label={text.view}
        showLabel
        value={view}
        options={[
          { value: 'one', label: text.viewOne },
          { value: 'grid', label: text.viewGrid },
        ]}
        onChange={setView}
        testId={testIds.ratingView}
      />
      <div className="rating-progress" title={text.progressHint(repeats)}>
        <span className="small muted" data-testid={testIds.ratingProgress} data-done={done}>
          {text.progress(whole(done), whole(queue.length), repeats)}
        </span>
        <div
          className="progress"
          role="progressbar"
          aria-label={text.progressLabel}
          aria-valuenow={done}
          aria-valuemin={0}
          aria-valuemax={queue.length}
        >
          <span
            style={{ inlineSize: `${queue.length === 0 ? 0 : (done / queue.length) * 100}%` }}
          />
        </div>
      </div>
    </div>
  );
}

/** Puts the ratings of this scale in use, or says that they are. */
function UseRatings() {
  const dataset = useStore(datasetStore, currentDataset);
  const scale = useStore(ratingStore, (state) => state.scale);
  const any = useStore(ratingStore, (state) => ratersOn(state, scale).length > 0);
  if (dataset === null || !any) return null;
  const source = otherRatings(dataset.scoreSource, scale);
  if (source === null) return <p className="small muted">{text.sources.inUse}</p>;
  return (
    <Button
      variant="default"
      className="wrapping"
      data-testid={testIds.adoptRatings}
      onClick={() => void chooseScores(dataset.id, source)}
    >
      {text.sources.adopt}
    </Button>
  );
}
