// The set that is being sampled, with its pause; and the open set where it was left half sampled.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { duration, whole } from '../../strings/format';
import { currentDataset, datasetStore } from '../../state/data/datasetStore';
import {
  continueGenerating,
  finishSet,
  generateStore,
  pauseGenerating,
} from '../../state/data/generateStore';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.rating.make;

export function GeneratingSet() {
  const state = useStore(generateStore, (now) => now);
  const datasets = useStore(datasetStore, (now) => now.datasets);
  const open = useStore(datasetStore, currentDataset);
  const { sampling, failure } = state;
  const sampled = datasets.find(({ id }) => id === sampling?.datasetId);
  const generation = open?.generation;
  return (
    <>
      {failure === null || state.draft !== null ? null : <Failure failure={failure} />}
      {sampling !== null && sampled !== undefined ? (
        <Panel
          title={text.drawing(sampled.name)}
          testId={testIds.drawing}
          aside={
            sampling.left === null ? null : (
              <span className="small muted">{text.left(duration(sampling.left))}</span>
            )
          }
        >
          <div className="stack tight">
            <ProgressLine progress={sampling.progress} />
            <div className="spread">
              <p className="small muted">{text.goesOn}</p>
              <Button
                variant="default"
                size="compact-sm"
                data-testid={testIds.samplingPause}
                onClick={pauseGenerating}
              >
                {text.pause}
              </Button>
            </div>
          </div>
        </Panel>
      ) : null}
      {open !== null &&
      generation !== undefined &&
      generation.state !== 'done' &&
      sampling?.datasetId !== open.id ? (
        <div className="message">
          <strong>{text.pausedTitle(open.name, whole(open.count), whole(generation.total))}</strong>
          <p>{text.pausedText}</p>
          <div className="row">
            <Button
              size="compact-sm"
              disabled={sampling !== null}
              data-testid={testIds.samplingGoOn}
              onClick={() => void continueGenerating(open.id)}
            >
              {text.goOn}
            </Button>
            {open.count > 0 ? (
              <Button size="compact-sm" variant="default" onClick={() => void finishSet(open.id)}>
                {text.keep}
              </Button>
            ) : null}
          </div>
        </div>
      ) : null}
    </>
  );
}
