// The rows that an import left out, each with its number, file and reason.

import { Button } from '@mantine/core';
import { useState } from 'react';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const FIRST = 50;

export function RejectedRows() {
  const rejected = useStore(datasetStore, (state) => state.rejected);
  const [all, setAll] = useState(false);
  if (rejected.length === 0) return null;
  const shown = all ? rejected : rejected.slice(0, FIRST);
  return (
    <Panel
      title={strings.data.rejectedTitle(rejected.length)}
      lede={strings.data.rejectedLede}
      testId={testIds.rejected}
    >
      <div
        className="scroll"
        tabIndex={0}
        role="group"
        aria-label={strings.data.rejectedTitle(rejected.length)}
      >
        <table className="plain">
          <thead>
            <tr>
              <th scope="col">{strings.data.rejectedRow}</th>
              <th scope="col">{strings.data.rejectedFile}</th>
              <th scope="col">{strings.data.rejectedReason}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              <tr key={`${row.row}-${row.file}-${index}`} data-testid={testIds.rejectedRow}>
                <td>{row.row === 0 ? strings.data.noRow : whole(row.row)}</td>
                <td className="mono">{row.file}</td>
                <td>{row.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rejected.length > FIRST && !all ? (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {strings.data.showAll(rejected.length)}
        </Button>
      ) : null}
    </Panel>
  );
}
