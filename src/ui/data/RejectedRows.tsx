// The rows that an import left out, each with its number, file and reason.

import { strings } from '../../strings';
import { datasetStore } from '../../state/data/datasetStore';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { RejectedTable } from './RejectedTable';

export function RejectedRows() {
  const rejected = useStore(datasetStore, (state) => state.rejected);
  if (rejected.length === 0) return null;
  return (
    <Panel
      title={strings.data.rejectedTitle(rejected.length)}
      lede={strings.data.rejectedLede}
      testId={testIds.rejected}
    >
      <RejectedTable rejected={rejected} />
    </Panel>
  );
}
