// Two runs at equal drift: the best reward of each over the range that both cover, and their
// difference with its interval.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { EvaluationSummary } from '../../domain/evaluation';
import type { RewardFacts } from '../../domain/reward';
import type { DriftKind } from '../../evaluate/drift';
import { commonRange, driftRange } from '../../evaluate/frontier';
import { SIGNIFICANT } from '../../statistics/holm';
import { toCsv } from '../../evaluate/table';
import { strings } from '../../strings';
import { score, short, signedFixed, whole } from '../../strings/format';
import { fileName } from '../../state/evaluate/evaluationExports';
import { evaluationStore } from '../../state/evaluate/evaluationStore';
import { equalDriftRows, type RunPoints } from '../../state/evaluate/frontierPoints';
import { download } from '../../state/common/imageUrls';
import { Choice } from '../common/Choice';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.evaluate;

interface EqualDriftProps {
  readonly evaluation: EvaluationSummary;
  readonly runs: readonly RunPoints[];
  readonly reward: RewardFacts;
  readonly kind: DriftKind;
}

export function EqualDrift({ evaluation, runs, reward, kind }: EqualDriftProps) {
  const [chosen, setChosen] = useState<readonly [string, string] | null>(null);
  if (runs.length < 2)
    return runs.length === 0 ? null : (
      <Panel title={text.equalTitle} testId={testIds.equalDrift}>
        <p className="small muted">{text.equalOneRun}</p>
      </Panel>
    );
  const find = (id: string | undefined): RunPoints | undefined =>
    runs.find(({ runId }) => runId === id);
  const first = find(chosen?.[0]) ?? runs[0]!;
  const second = find(chosen?.[1]) ?? runs[1]!;
  const options = runs.map(({ runId, name }) => ({ value: runId, label: name }));
  return (
    <Panel title={text.equalTitle} lede={text.equalLede} testId={testIds.equalDrift}>
      <div className="stack">
        <div className="fields">
          <Choice
            label={text.firstRun}
            value={first.runId}
            options={options}
            onChange={(id) => setChosen([id, second.runId])}
          />
          <Choice
            label={text.secondRun}
            value={second.runId}
            options={options}
            onChange={(id) => setChosen([first.runId, id])}
          />
        </div>
        {first === second ? (
          <p className="small">{text.sameModels}</p>
        ) : (
          <Rows evaluation={evaluation} first={first} second={second} reward={reward} kind={kind} />
        )}
      </div>
    </Panel>
  );
}

function Rows({
  evaluation,
  first,
  second,
  reward,
  kind,
}: Omit<EqualDriftProps, 'runs'> & { readonly first: RunPoints; readonly second: RunPoints }) {
  const scores = useStore(evaluationStore, (state) => state.scores[evaluation.id]);
  const range = commonRange(first.points, second.points);
  if (range === null) {
    const [one, other] = [driftRange(first.points)!, driftRange(second.points)!];
    return (
      <p className="message warn">
        {text.noOverlap(
          first.name,
          short(one[0]),
          short(one[1]),
          second.name,
          short(other[0]),
          short(other[1]),
        )}
      </p>
    );
  }
  if (scores === undefined)
    return (
      <p className="small muted" role="status">
        {strings.data.loading}
      </p>
    );
  const rows = equalDriftRows(first, second, scores, reward.id);
  const save = (): void =>
    download(
      `${fileName(evaluation)}-equal-drift.csv`,
      toCsv({
        columns: [
          `${kind} drift`,
          first.name,
          second.name,
          'second − first (base sd)',
          'lower',
          'upper',
          'p (Holm)',
        ],
        rows: rows.map((row) => [
          row.drift,
          row.first.reward,
          row.second.reward,
          row.difference.mean,
          row.difference.lower,
          row.difference.upper,
          row.adjustedP,
        ]),
      }),
      'text/csv',
    );
  return (
    <div className="stack tight">
      <p className="small">
        {text.equalRange(short(range[0]), short(range[1]))}{' '}
        {first.points.length === second.points.length
          ? ''
          : text.unequalTrials(whole(first.points.length), whole(second.points.length))}
      </p>
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.equalTitle}>
        <table className="plain results">
          <thead>
            <tr>
              <th scope="col">{text.driftKinds[kind].label}</th>
              <th scope="col" className="number">
                {first.name}
              </th>
              <th scope="col" className="number">
                {second.name}
              </th>
              <th scope="col" className="number">
                {text.secondMinusFirst} <small>{text.differenceUnit}</small>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.drift}>
                <th scope="row">{short(row.drift)}</th>
                <td className="number">{score(row.first.reward, 4)}</td>
                <td className="number">{score(row.second.reward, 4)}</td>
                <td className="number">
                  <b
                    className={
                      row.adjustedP < SIGNIFICANT ? (row.difference.mean > 0 ? 'good' : 'bad') : ''
                    }
                  >
                    {signedFixed(row.difference.mean, 3)}
                  </b>{' '}
                  <span className="muted">
                    [{signedFixed(row.difference.lower, 3)}, {signedFixed(row.difference.upper, 3)}]
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted note">{text.equalNote}</p>
      <div>
        <Button variant="default" size="compact-sm" data-part="files" onClick={save}>
          {text.exportEqual}
        </Button>
      </div>
    </div>
  );
}
