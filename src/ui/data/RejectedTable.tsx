// Rows left out, each with its number, file and reason: the first ones, then all.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RejectedRow } from '../../domain/dataset';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { testIds } from '../testIds';

const FIRST = 50;

export function RejectedTable({ rejected }: { readonly rejected: readonly RejectedRow[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? rejected : rejected.slice(0, FIRST);
  return (
    <>
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
    </>
  );
}
