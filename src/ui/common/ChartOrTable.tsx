// A chart with its words: a summary that is always there for a screen reader, and the same numbers
// as a table on demand.

import { UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import { strings } from '../../strings';

interface ChartOrTableProps {
  readonly title: string;
  readonly summary: string;
  readonly legend?: ReactNode;
  readonly columns: readonly string[];
  /** Rows of the table; computed only while it is open. */
  readonly rows: () => readonly (readonly string[])[];
  readonly children: ReactNode;
  readonly testId?: string;
}

export function ChartOrTable({
  title,
  summary,
  legend,
  columns,
  rows,
  children,
  testId,
}: ChartOrTableProps) {
  const [table, setTable] = useState(false);
  const id = useId();
  return (
    <figure className="chart" aria-labelledby={id} data-testid={testId}>
      <div className="chart-head">
        <h3 id={id}>{title}</h3>
        <UnstyledButton
          className="chart-switch"
          aria-pressed={table}
          onClick={() => setTable(!table)}
        >
          {table ? strings.common.asChart : strings.common.asTable}
          <span className="visually-hidden">: {title}</span>
        </UnstyledButton>
      </div>
      {legend === undefined ? null : (
        <div className="legend" aria-hidden="true">
          {legend}
        </div>
      )}
      {table ? (
        <NumberTable columns={columns} rows={rows()} label={title} />
      ) : (
        <div className="chart-body">{children}</div>
      )}
      <figcaption className="chart-summary">{summary}</figcaption>
    </figure>
  );
}

function NumberTable({
  columns,
  rows,
  label,
}: {
  columns: readonly string[];
  rows: readonly (readonly string[])[];
  label: string;
}) {
  return (
    <div className="scroll" tabIndex={0} role="group" aria-label={label}>
      <table className="plain">
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th key={column} scope="col" className={index > 0 ? 'number' : ''}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) => (
                <td key={columns[index]} className={index > 0 ? 'number' : ''}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
