// The stored sets: open one, delete one (asked once more), and what storage they take.

import { UnstyledButton } from '@mantine/core';
import { strings } from '../../strings';
import { bytes, date, whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { deleteDataset, openDataset } from '../../state/data/datasetActions';
import { generateStore } from '../../state/data/generateStore';
import { rewardStore } from '../../state/common/rewardStore';
import { ConfirmDelete } from '../common/ConfirmDelete';
import { Panel } from '../common/Panel';
import { sourceName } from '../common/sourceName';
import { useStore } from '../common/useStore';
import { StorageMeter } from '../session/StorageMeter';
import { testIds } from '../testIds';

export function DatasetList() {
  const datasets = useStore(datasetStore, (state) => state.datasets);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  const samplingId = useStore(generateStore, (state) => state.sampling?.datasetId);
  const openId = useStore(datasetStore, (state) => state.datasetId);
  return (
    <Panel title={strings.data.stored} aside={<StorageMeter />}>
      {datasets.length === 0 ? (
        <p className="small muted">{strings.data.noneStored}</p>
      ) : (
        <ul className="list" data-testid={testIds.datasetList}>
          {datasets.map((dataset) => (
            <li key={dataset.id} className={dataset.id === openId ? 'current' : ''}>
              <UnstyledButton
                className="list-main"
                aria-pressed={dataset.id === openId}
                onClick={() => void openDataset(dataset.id)}
              >
                <span className="list-title">{dataset.name}</span>
                <span className="small muted">
                  {strings.data.images(whole(dataset.count))}, {bytes(dataset.bytes)},{' '}
                  {date(dataset.createdAt)}
                </span>
                {dataset.unfinished ? (
                  <span className="small">
                    {strings.data.unfinished(
                      whole(dataset.count),
                      whole(dataset.unfinished.expected),
                    )}
                  </span>
                ) : null}
                {dataset.generation === undefined ||
                dataset.generation.state === 'done' ||
                dataset.id === samplingId ? null : (
                  <span className="small">
                    {strings.rating.make.unfinished(
                      whole(dataset.count),
                      whole(dataset.generation.total),
                    )}
                  </span>
                )}
                <span className="small muted">
                  {strings.data.scoredBy(sourceName(dataset.scoreSource, rewards))}
                </span>
              </UnstyledButton>
              <ConfirmDelete
                question={strings.data.deleteQuestion(dataset.name)}
                testId={testIds.datasetDelete}
                onDelete={() => void deleteDataset(dataset.id)}
              />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
