// What can be done with the open set: choose its scores, rate it, score it by a reward, take it
// away as a zip.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { DatasetSummary } from '../../domain/dataset';
import { strings } from '../../strings';
import { openScreen } from '../../state/session/sessionStore';
import {
  cancelDatasetTask,
  datasetTaskStore,
  exportRatings,
  exportSet,
} from '../../state/data/datasetTask';
import { SetProgress } from '../common/SetProgress';
import { useStore } from '../common/useStore';
import { ScoreSource } from '../objective/scores/ScoreSource';
import { testIds } from '../testIds';
import { ScoreBy } from './ScoreBy';

const text = strings.rating.sources;

export function SetBar({ dataset }: { readonly dataset: DatasetSummary }) {
  const busy = useStore(datasetTaskStore, (state) => state.busy);
  const [scoring, setScoring] = useState(false);
  if (dataset.count === 0) return null;
  return (
    <div className="set-bar">
      <ScoreSource />
      {busy === null ? (
        <div className="row tight">
          <Button
            variant="default"
            size="sm"
            data-part="rate"
            data-testid={testIds.rateByHand}
            onClick={() => openScreen('rate')}
          >
            {text.rate}
          </Button>
          <Button
            variant="default"
            size="sm"
            data-testid={testIds.scoreBy}
            aria-expanded={scoring}
            onClick={() => setScoring(!scoring)}
          >
            {text.scoreBy}
          </Button>
          <Button
            variant="default"
            size="sm"
            data-part="files"
            data-testid={testIds.exportZip}
            title={text.exportHint}
            onClick={() => void exportSet(dataset.id)}
          >
            {text.exportZip}
          </Button>
          {(['csv', 'jsonl', 'xmp'] as const).map((format) => (
            <Button
              key={format}
              variant="subtle"
              size="sm"
              data-part="files"
              data-testid={`${testIds.exportRatings}-${format}`}
              onClick={() => void exportRatings(dataset.id, format)}
            >
              {`${text.exportRatings} ${format.toUpperCase()}`}
            </Button>
          ))}
        </div>
      ) : (
        <SetProgress
          work={busy}
          onCancel={cancelDatasetTask}
          testId={testIds.setProgress}
          cancelTestId={testIds.setCancel}
        />
      )}
      {scoring && busy === null ? (
        <ScoreBy dataset={dataset} onClose={() => setScoring(false)} />
      ) : null}
    </div>
  );
}
