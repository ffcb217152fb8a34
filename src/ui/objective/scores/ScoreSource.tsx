// Which of its scores the open set trains on, with how many images each source covers.

import { useEffect } from 'react';
import { parseRatingSource, ratingSource } from '../../../data/scores/scoreSource';
import { strings } from '../../../strings';
import { whole } from '../../../strings/format';
import { currentDataset, datasetStore } from '../../../state/data/datasetStore';
import { loadRewards, rewardStore } from '../../../state/common/rewardStore';
import { failureOf } from '../../../state/common/setTask';
import { chooseScores, datasetTaskStore } from '../../../state/data/datasetTask';
import { Choice } from '../../common/Choice';
import { sessionStore } from '../../../state/session/sessionStore';
import { Failure } from '../../common/Failure';
import { LearnScorer } from '../../common/LearnScorer';
import { sourceName } from '../../common/sourceName';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';

const text = strings.rating.sources;

export function ScoreSource() {
  const dataset = useStore(datasetStore, currentDataset);
  const sources = useStore(datasetStore, (state) => state.sources);
  const loading = useStore(datasetStore, (state) => state.loadingItems);
  const missing = useStore(datasetStore, (state) => state.unscored.length);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const modelId = useStore(sessionStore, (state) => state.modelId);
  const failure = useStore(datasetTaskStore, (state) => failureOf(state, dataset?.id ?? null));
  useEffect(() => {
    void loadRewards();
  }, []);
  if (dataset === null || loading) return null;
  const listed = sources.some(({ source }) => source === dataset.scoreSource)
    ? sources
    : [{ source: dataset.scoreSource, count: 0 }, ...sources];
  const name = ({ source, count }: (typeof sources)[number]): string => {
    const called = sourceName(source, rewards);
    return count === dataset.count
      ? called
      : text.covers(called, whole(count), whole(dataset.count));
  };
  const covered = dataset.count - missing;
  return (
    <div className="stack tight score-source">
      {failure === null ? null : <Failure failure={failure} />}
      <Choice
        label={text.label}
        testId={testIds.scoreSource}
        value={dataset.scoreSource}
        options={listed.map((entry) => ({ value: entry.source, label: name(entry) }))}
        {...(listed.length > 1 ? { description: text.hint } : {})}
        onChange={(source) => void chooseScores(dataset.id, source)}
      />
      {modelId === null ? null : <LearnScorer datasetId={dataset.id} modelId={modelId} />}
      {missing === 0 || dataset.count === 0 ? null : (
        <p className={covered === 0 ? 'small muted' : 'message warn small'}>
          {covered === 0 ? text.none : text.partial(whole(missing), whole(dataset.count))}
        </p>
      )}
    </div>
  );
}

/** The source of ratings on a scale, for a button that puts them in use; null when they are. */
export function otherRatings(inUse: string, scale: 'stars' | 'slider' | 'like'): string | null {
  const now = parseRatingSource(inUse);
  return now !== null && now.scale === scale ? null : ratingSource(scale, null);
}
