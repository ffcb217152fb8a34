// All rewards at a glance: the difference of every model from the base, coloured only where it is
// real by Holm's correction over all comparisons of the table.

import type { EvaluationSummary } from '../../domain/evaluation';
import { adjustedPValues } from '../../evaluate/resultTables';
import { SIGNIFICANT } from '../../statistics/holm';
import { strings } from '../../strings';
import { signedFixed } from '../../strings/format';
import { ScorerNote } from '../common/ScorerNote';
import { ModelHeads } from './ModelHeads';

const text = strings.evaluate;

export function OverviewTable({ evaluation }: { readonly evaluation: EvaluationSummary }) {
  const { rewards, request, results } = evaluation;
  const models = request.entries
    .slice(1)
    .flatMap((entry) =>
      results.filter((result) => result.key === entry.key).map((result) => ({ entry, result })),
    );
  const adjusted = adjustedPValues(evaluation);
  return (
    <div className="stack tight">
      <h3>{text.overviewTitle}</h3>
      <div className="scroll across" tabIndex={0} role="group" aria-label={text.overviewTitle}>
        <table className="plain results by-model">
          <ModelHeads
            corner={<th scope="col">{text.reward}</th>}
            entries={models.map(({ entry }) => entry)}
          />
          <tbody>
            {rewards.map(({ id, label }) => (
              <tr key={id}>
                <th scope="row">
                  {label} <ScorerNote id={id} />
                </th>
                {models.map(({ entry, result }) => {
                  const { mean, lower, upper } = result.rewards[id]!.comparison!.difference;
                  const real = adjusted(entry.key, id) < SIGNIFICANT;
                  return (
                    <td key={entry.key}>
                      <b className={real ? (mean > 0 ? 'good' : 'bad') : ''}>
                        {signedFixed(mean, 3)}
                      </b>{' '}
                      <span className="muted">
                        [{signedFixed(lower, 3)}, {signedFixed(upper, 3)}]
                      </span>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted note">{text.overviewNote}</p>
    </div>
  );
}
