// Step one: bring images in, see what was left out and why, look at what is there.

import { Button } from '@mantine/core';
import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { cancelImport } from '../../state/data/datasetActions';
import { generateStore } from '../../state/data/generateStore';
import { openScreen } from '../../state/session/sessionStore';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { ModelShelf } from '../models/ModelShelf';
import { testIds } from '../testIds';
import { DatasetList } from './DatasetList';
import { DraftForm } from './DraftForm';
import { GeneratingSet } from './GeneratingSet';
import { DropArea } from './DropArea';
import { GenerateSet } from './GenerateSet';
import { RejectedRows } from './RejectedRows';
import { Thumbnails } from './Thumbnails';

export function DataScreen() {
  const draft = useStore(datasetStore, (state) => state.draft);
  const importing = useStore(datasetStore, (state) => state.importing);
  const left = useStore(datasetStore, (state) => state.importLeft);
  const inspecting = useStore(datasetStore, (state) => state.inspecting);
  const failure = useStore(datasetStore, (state) => state.failure);
  const hasData = useStore(datasetStore, (state) => state.items.length > 0);
  const making = useStore(generateStore, (state) => state.draft);
  return (
    <div className="screen">
      <header>
        <h1>{strings.data.title}</h1>
        <p className="lede">{strings.data.lede}</p>
      </header>
      <ModelShelf />
      {failure === null ? null : <Failure failure={failure} />}
      {importing === null ? (
        <>
          {draft !== null ? (
            <DraftForm draft={draft} />
          ) : making !== null ? (
            <GenerateSet draft={making} />
          ) : (
            <DropArea busy={inspecting} />
          )}
        </>
      ) : (
        <Panel title={strings.data.importing}>
          <ProgressLine
            progress={importing}
            left={left}
            onCancel={cancelImport}
            testId={testIds.importProgress}
            cancelTestId={testIds.importCancel}
          />
        </Panel>
      )}
      <GeneratingSet />
      <RejectedRows />
      <div className="columns main-side data-columns">
        <Thumbnails />
        <DatasetList />
      </div>
      {hasData ? (
        <div className="onward">
          <Button size="md" onClick={() => openScreen('objective')}>
            {strings.screens.next(strings.screens.objective)}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
