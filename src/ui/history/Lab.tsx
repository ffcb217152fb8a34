// A lab: choosing methods and seeds, and their table, which fills while the queue trains. A press
// on a seed opens its run.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { learnsOffline, learnsOnline, objectiveOf, trainableObjectives } from '../../objectives';
import { sweepIds } from '../../state/history/historyActions';
import { historyStore } from '../../state/history/historyStore';
import { LAB_KEY, labRows } from '../../state/history/lab';
import { queueLab } from '../../state/history/queueActions';
import { openScreen } from '../../state/session/sessionStore';
import { loadRun } from '../../state/training/runActions';
import { strings } from '../../strings';
import { score, signedFixed, whole } from '../../strings/format';
import { firstClick } from '../common/firstClick';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { statusName } from '../training/statusName';

const text = strings.runs;

interface LabProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: readonly RunSummary[];
}

export function Lab({ runs, chosen }: LabProps) {
  const labs = runs.filter(({ sweep }) => sweep?.key === LAB_KEY);
  const ids = sweepIds(
    labs,
    chosen.map(({ id }) => id),
  );
  const [first] = chosen;
  return (
    <div className="stack">
      {chosen.length === 1 && first !== undefined ? <LabForm run={first} /> : null}
      {ids.length === 0 && chosen.length !== 1 ? <p className="muted">{text.noLab}</p> : null}
      {ids.map((id) => (
        <LabTable key={id} runs={runs} id={id} />
      ))}
    </div>
  );
}

const SEEDS = ['1', '2', '3', '5'] as const;

function LabForm({ run }: { readonly run: RunSummary }) {
  const all = trainableObjectives(run.settings.paradigm).filter(
    run.settings.source.mode === 'online' ? learnsOnline : learnsOffline,
  );
  const [methods, setMethods] = useState<readonly string[]>(all.slice(0, 2).map(({ id }) => id));
  const [seeds, setSeeds] = useState<(typeof SEEDS)[number]>('3');
  return (
    <Panel title={text.labTitle} lede={text.labLede(run.name)}>
      <fieldset className="lab-methods" data-testid={testIds.labMethods}>
        <legend className="small">{text.labMethods}</legend>
        {all.map(({ id, label, title }) => (
          <label key={id} title={title}>
            <input
              type="checkbox"
              value={id}
              checked={methods.includes(id)}
              onChange={() =>
                setMethods(
                  all.map((one) => one.id).filter((one) => methods.includes(one) !== (one === id)),
                )
              }
            />{' '}
            {label}
          </label>
        ))}
      </fieldset>
      <div className="row sweep-form">
        <Choice
          label={text.labSeeds}
          value={seeds}
          options={SEEDS.map((value) => ({ value, label: text.labSeedCount(Number(value)) }))}
          onChange={setSeeds}
          testId={testIds.labSeeds}
        />
        <Button
          disabled={methods.length === 0}
          data-testid={testIds.labGo}
          onClick={firstClick(() => void queueLab(run, methods, Number(seeds)))}
        >
          {text.labGo(whole(methods.length * Number(seeds)))}
        </Button>
      </div>
    </Panel>
  );
}

function LabTable({ runs, id }: { readonly runs: readonly RunSummary[]; readonly id: string }) {
  const outcomes = useStore(historyStore, (state) => state.outcomes);
  const lab = labRows(runs, id, outcomes);
  if (lab === null) return null;
  const { rows, before } = lab;
  const best = Math.max(...rows.map(({ gain }) => gain?.mean ?? Number.NEGATIVE_INFINITY));
  const unscored = rows.some(({ cells }) =>
    cells.some(({ run }) => run.status === 'finished' && outcomes[run.id]?.samples === null),
  );
  const count = rows.reduce((sum, { cells }) => sum + cells.length, 0);
  return (
    <Panel title={text.labOf(whole(count))} testId={testIds.labTable}>
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.views.lab}>
        <table className="plain">
          <thead>
            <tr>
              {Object.entries(text.labColumns).map(([key, name]) => (
                <th
                  key={key}
                  scope="col"
                  className={key === 'method' || key === 'runs' ? '' : 'number'}
                >
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ method, cells, gain, after, p, rank }) => {
              const { label } = objectiveOf(method);
              const words =
                gain === null
                  ? text.none
                  : `${signedFixed(gain.mean, 2)} [${signedFixed(gain.lower, 2)}, ` +
                    `${signedFixed(gain.upper, 2)}]`;
              return (
                <tr key={method} data-method={method} data-measured={gain !== null}>
                  <td className="number">{rank === 0 ? text.none : whole(rank)}</td>
                  <th scope="row">{label}</th>
                  <td className="number">{gain?.mean === best ? <b>{words}</b> : words}</td>
                  <td className="number">{Number.isNaN(p) ? text.none : score(p)}</td>
                  <td className="number">{score(after)}</td>
                  <td>
                    <span className="row tight">
                      {cells.map(({ run, seed }) => (
                        <button
                          key={run.id}
                          type="button"
                          className="chip"
                          data-status={run.status}
                          disabled={run.checkpointSteps.length === 0}
                          aria-label={text.labOpen(label, whole(seed), statusName(run.status))}
                          onClick={() => {
                            openScreen('training');
                            void loadRun(run.id);
                          }}
                        >
                          {whole(seed)} <span className="muted">{statusName(run.status)}</span>
                        </button>
                      ))}
                    </span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {unscored ? <p>{text.labUnscored}</p> : null}
      <p className="small muted">
        {Number.isFinite(before) ? text.labBefore(score(before)) : ''} {text.labNote}
      </p>
    </Panel>
  );
}
