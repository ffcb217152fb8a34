// A sweep over one setting: choosing it, and its table as papers print ablations: a row per value,
// a column per measure, the best in bold.

import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import type { RunOutcome } from '../../domain/runOutcome';
import { numberOf } from '../../settings/numberValues';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { sweepIds } from '../../state/history/historyActions';
import { historyStore } from '../../state/history/historyStore';
import { queueSweep } from '../../state/history/queueActions';
import { readValues, sweepRows, sweepSettings } from '../../state/history/sweep';
import { strings } from '../../strings';
import { exact, percent, score, short, signedFixed, whole } from '../../strings/format';
import { firstClick } from '../common/firstClick';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { statusName } from '../training/statusName';

const text = strings.runs;

interface SweepProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: readonly RunSummary[];
}

export function Sweep({ runs, chosen }: SweepProps) {
  const ids = sweepIds(
    runs,
    chosen.map(({ id }) => id),
  );
  const [first] = chosen;
  return (
    <div className="stack">
      {chosen.length === 1 && first !== undefined ? <SweepForm run={first} /> : null}
      {ids.length === 0 && chosen.length !== 1 ? <p className="muted">{text.noSweep}</p> : null}
      {ids.map((id) => (
        <SweepTable key={id} runs={runs} id={id} />
      ))}
    </div>
  );
}

function SweepForm({ run }: { readonly run: RunSummary }) {
  const settings = effectiveSettings(run);
  const all = sweepSettings(settings);
  const [key, setKey] = useState(all[0]!.key);
  const setting = all.find((one) => one.key === key) ?? all[0]!;
  const [typed, setTyped] = useState('');
  const { values, problem } = readValues(typed, setting);
  return (
    <Panel title={text.sweepTitle} lede={text.sweepLede(run.name)}>
      <div className="row sweep-form">
        <Choice
          label={text.sweepSetting}
          value={setting.key}
          options={all.map((one) => ({
            value: one.key,
            label: `${one.label} (${exact(numberOf(settings, one))})`,
          }))}
          onChange={setKey}
          testId={testIds.sweepSetting}
        />
        <TextInput
          label={text.sweepValues}
          value={typed}
          placeholder={`${exact(setting.min)} … ${exact(setting.max)}`}
          error={typed === '' ? null : problem}
          data-testid={testIds.sweepValues}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          disabled={problem !== null}
          data-testid={testIds.sweepGo}
          onClick={firstClick(() => void queueSweep(run, setting, values))}
        >
          {text.sweepGo(problem === null ? whole(values.length) : '')}
        </Button>
      </div>
    </Panel>
  );
}

/** A measure of the table: how it is read, written and which way is better. */
interface Measure {
  readonly id: keyof typeof text.sweepColumns;
  readonly read: (outcome: RunOutcome) => number;
  readonly write: (outcome: RunOutcome) => string;
  readonly better: 'more' | 'less' | 'neither';
}

const MEASURES: readonly Measure[] = [
  {
    id: 'gain',
    read: ({ samples }) => samples?.gain.mean ?? Number.NaN,
    write: ({ samples }) =>
      samples === null
        ? text.none
        : `${signedFixed(samples.gain.mean, 2)} [${signedFixed(samples.gain.lower, 2)}, ` +
          `${signedFixed(samples.gain.upper, 2)}]`,
    better: 'more',
  },
  {
    id: 'before',
    read: ({ samples }) => samples?.before ?? Number.NaN,
    write: ({ samples }) => score(samples?.before ?? Number.NaN),
    better: 'neither',
  },
  {
    id: 'after',
    read: ({ samples }) => samples?.after ?? Number.NaN,
    write: ({ samples }) => score(samples?.after ?? Number.NaN),
    better: 'more',
  },
  {
    id: 'separation',
    read: ({ last }) => last.separation,
    write: ({ last }) => short(last.separation),
    better: 'more',
  },
  {
    id: 'signAccuracy',
    read: ({ last }) => last.signAccuracy,
    write: ({ last }) => percent(last.signAccuracy),
    better: 'more',
  },
  {
    id: 'loss',
    read: ({ last }) => last.loss,
    write: ({ last }) => short(last.loss),
    better: 'less',
  },
];

function SweepTable({ runs, id }: { readonly runs: readonly RunSummary[]; readonly id: string }) {
  const outcomes = useStore(historyStore, (state) => state.outcomes);
  const sweep = sweepRows(runs, id);
  if (sweep === null) return null;
  const { setting, rows } = sweep;
  const best = MEASURES.map(({ read, better }) => {
    const values = rows
      .flatMap(({ run }) => outcomes[run.id] ?? [])
      .map(read)
      .filter(Number.isFinite);
    if (values.length < 2 || better === 'neither') return Number.NaN;
    return better === 'more' ? Math.max(...values) : Math.min(...values);
  });
  // Losses of different losses are no measure: the method's own numbers change what they mean.
  const shown = MEASURES.filter((one) => one.id !== 'loss' || setting.group !== 'objective');
  return (
    <Panel title={text.sweepOf(setting.label)} testId={testIds.sweepTable}>
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.views.sweep}>
        <table className="plain">
          <thead>
            <tr>
              <th scope="col" className="number">
                {setting.symbol}
              </th>
              {shown.map((one) => (
                <th key={one.id} scope="col" className="number">
                  {text.sweepColumns[one.id]}
                </th>
              ))}
              <th scope="col" className="number">
                {text.sweepColumns.steps}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ run, value }) => {
              const outcome = outcomes[run.id];
              return (
                <tr key={run.id} data-run={run.id} data-status={run.status}>
                  <th scope="row" className="number">
                    {exact(value)}
                  </th>
                  {shown.map((one) => (
                    <td key={one.id} className="number">
                      {outcome === undefined ? (
                        text.none
                      ) : one.read(outcome) === best[MEASURES.indexOf(one)] ? (
                        <b>{one.write(outcome)}</b>
                      ) : (
                        one.write(outcome)
                      )}
                    </td>
                  ))}
                  <td className="number">
                    {whole(run.step)} <span className="muted">{statusName(run.status)}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="small muted">{text.sweepNote}</p>
    </Panel>
  );
}
