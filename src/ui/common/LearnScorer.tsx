// For a set whose scores came with it: learn a scorer from them, so that previews, evaluations and
// online runs can score new images; and how far the learned one is to be trusted.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import type { TasteInfo } from '../../domain/reward';
import { correlationInterval } from '../../statistics/correlationInterval';
import { strings } from '../../strings';
import { fixed, whole } from '../../strings/format';
import { loadRewards, rewardStore } from '../../state/common/rewardStore';
import { failureOf } from '../../state/common/setTask';
import { datasetStore } from '../../state/data/datasetStore';
import { cancelFit, learnScorer, tasteStore } from '../../state/rate/tasteActions';
import { testIds } from '../testIds';
import { Failure } from './Failure';
import { SetProgress } from './SetProgress';
import { useStore } from './useStore';

const text = strings.rating.learn;

interface LearnScorerProps {
  readonly datasetId: string;
  readonly modelId: string;
}

/** Nothing where the set has a scorer that was not learned here. */
export function LearnScorer({ datasetId, modelId }: LearnScorerProps) {
  const dataset = useStore(datasetStore, (state) =>
    state.datasets.find(({ id }) => id === datasetId),
  );
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const fitting = useStore(tasteStore, (state) => state.busy);
  const failure = useStore(tasteStore, (state) => failureOf(state, datasetId));
  useEffect(() => void loadRewards(), []);
  if (dataset === undefined) return null;
  const learned = rewards?.find(({ id }) => id === dataset.rewardId)?.taste ?? null;
  if (dataset.rewardId !== null && learned?.scale !== 'scores') return null;
  return (
    <div className="learn-scorer small" data-testid={testIds.learnScorer}>
      {failure === null ? null : <Failure failure={failure} />}
      {learned === null ? (
        <p>{text.offer}</p>
      ) : (
        <p data-testid={testIds.learnedScorer} data-correlation={learned.pearson}>
          <b>{text.result(...resultOf(learned))}</b> {qualityOf(learned)}
        </p>
      )}
      {fitting === null ? (
        <Button
          size="compact-sm"
          variant="default"
          data-testid={testIds.learnGo}
          onClick={() => void learnScorer(datasetId, modelId, text.nameOf(dataset.name))}
        >
          {learned === null ? text.go : text.again}
        </Button>
      ) : (
        <SetProgress work={fitting} onCancel={cancelFit} />
      )}
    </div>
  );
}

/** r, its interval and the number of images, in words. */
export function resultOf({ pearson, ratings }: TasteInfo): [string, string, string, string] {
  const { low, high } = correlationInterval(pearson, ratings.length);
  return [fixed(pearson, 2), fixed(low, 2), fixed(high, 2), whole(ratings.length)];
}

/** Below this correlation a scorer is right on average only. */
const WEAK = 0.4;

export function qualityOf({ pearson, ratings }: TasteInfo): string {
  const { chance } = correlationInterval(pearson, ratings.length);
  if (chance) return text.quality.chance;
  return pearson < WEAK ? text.quality.weak : text.quality.good;
}
