// The head of a table with a column per model.

import type { ReactNode } from 'react';
import type { EvaluationEntry } from '../../domain/evaluation';
import { entryLabel } from '../../state/evaluate/evaluationDraft';

interface ModelHeadsProps {
  /** The cell above the rows' own heads. */
  readonly corner: ReactNode;
  readonly entries: readonly EvaluationEntry[];
}

export function ModelHeads({ corner, entries }: ModelHeadsProps) {
  return (
    <thead>
      <tr>
        {corner}
        {entries.map((entry) => (
          <th key={entry.key} scope="col">
            {entryLabel(entry)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
