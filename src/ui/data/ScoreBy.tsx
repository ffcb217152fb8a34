// Choosing the rewards that score the open set.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DatasetSummary } from '../../domain/dataset';
import { strings } from '../../strings';
import { currentModel, sessionStore } from '../../state/session/sessionStore';
import { scoreSet } from '../../state/data/datasetTask';
import { RewardPicker } from '../common/RewardPicker';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.rating.scoreBy;

export function ScoreBy({
  dataset,
  onClose,
}: {
  readonly dataset: DatasetSummary;
  readonly onClose: () => void;
}) {
  const model = useStore(sessionStore, currentModel);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (model === null) return null;
  const score = async (): Promise<void> => {
    if (await scoreSet(dataset.id, chosen)) onClose();
  };
  return (
    <div className="score-by">
      <RewardPicker
        tall
        label={text.title}
        hint={
          `${text.lede(`${model.imageSize}\u00a0×\u00a0${model.imageSize}\u00a0px`)} ` +
          `${text.first}`
        }
        chosen={chosen}
        onChange={setChosen}
      />
      <div className="row tight">
        <Button
          disabled={chosen.length === 0}
          data-testid={testIds.scoreGo}
          onClick={() => void score()}
        >
          {text.go(chosen.length)}
        </Button>
        <Button variant="default" onClick={onClose}>
          {text.close}
        </Button>
      </div>
    </div>
  );
}
