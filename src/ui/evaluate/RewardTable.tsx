// One reward, a row per model: difference from the base and win rates, each with its interval, the
// rate by prompts before the rate by images; mean, median and middle half.

import type { EvaluationSummary } from '../../domain/evaluation';
import type { RewardFacts } from '../../domain/reward';
import { adjustedPValues } from '../../evaluate/resultTables';
import type { WinRate } from '../../statistics/winRate';
import { strings } from '../../strings';
import { percent, pValue, score, signedFixed, whole } from '../../strings/format';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import { testIds } from '../testIds';
import { IntervalMark } from './IntervalMark';

const text = strings.evaluate;

export function RewardTable({
  evaluation,
  reward,
}: {
  readonly evaluation: EvaluationSummary;
  readonly reward: RewardFacts;
}) {
  const rows = evaluation.request.entries.flatMap((entry) =>
    evaluation.results
      .filter((result) => result.key === entry.key)
      .map((result) => ({ entry, ...result.rewards[reward.id]! })),
  );
  const reach = Math.max(
    0.1,
    ...rows
      .flatMap(({ comparison }) =>
        comparison === null
          ? []
          : [Math.abs(comparison.difference.lower), Math.abs(comparison.difference.upper)],
      )
      .filter(Number.isFinite),
  );
  const adjusted = adjustedPValues(evaluation);
  const pairs = rows.find(({ comparison }) => comparison !== null)?.comparison;
  return (
    <div className="scroll across" tabIndex={0} role="group" aria-label={reward.label}>
      <table className="plain results">
        <thead>
          <tr>
            <th scope="col">{text.model}</th>
            <th scope="col">
              {text.differenceColumn} <small>{text.differenceUnit}</small>
            </th>
            <th scope="col" className="number">
              {text.adjustedP}
            </th>
            <th scope="col">
              {text.promptWinRate}{' '}
              <small>
                {pairs == null
                  ? text.againstBase
                  : text.promptWinRateOf(
                      whole(pairs.prompts.wins + pairs.prompts.ties + pairs.prompts.losses),
                    )}
              </small>
            </th>
            <th scope="col">
              {text.winRate}{' '}
              <small>
                {pairs == null
                  ? ''
                  : text.winRateOf(
                      whole(pairs.pictures.wins + pairs.pictures.ties + pairs.pictures.losses),
                    )}
              </small>
            </th>
            <th scope="col" className="number">
              {text.mean}
            </th>
            <th scope="col" className="number">
              {text.median}
            </th>
            <th scope="col" className="number">
              {text.spread}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ entry, summary, comparison }) => (
            <tr key={entry.key} data-testid={testIds.rewardRow}>
              <th scope="row">{entryLabel(entry)}</th>
              {comparison === null ? (
                <td className="muted" colSpan={4}>
                  {text.reference}
                </td>
              ) : (
                <>
                  <td>
                    <b>{signedFixed(comparison.difference.mean, 3)}</b>{' '}
                    <span className="muted">
                      [{signedFixed(comparison.difference.lower, 3)},{' '}
                      {signedFixed(comparison.difference.upper, 3)}]
                    </span>
                    <IntervalMark
                      value={comparison.difference.mean}
                      lower={comparison.difference.lower}
                      upper={comparison.difference.upper}
                      domain={[-reach, reach]}
                      reference={0}
                    />
                  </td>
                  <td className="number">{pValue(adjusted(entry.key, reward.id))}</td>
                  <ShareCell rate={comparison.prompts} />
                  <ShareCell rate={comparison.pictures} />
                </>
              )}
              <td className="number">{score(summary.mean, 4)}</td>
              <td className="number">{score(summary.median, 4)}</td>
              <td className="number">
                {text.interval(score(summary.lowerQuartile), score(summary.upperQuartile))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ShareCell({ rate }: { readonly rate: WinRate }) {
  return (
    <td>
      <b>{percent(rate.share)}</b>{' '}
      <span className="muted">
        [{percent(rate.lower)}, {percent(rate.upper)}], {text.strict(percent(rate.strict.share))}
      </span>
      <IntervalMark
        value={rate.share}
        lower={rate.lower}
        upper={rate.upper}
        domain={[0, 1]}
        reference={0.5}
      />
    </td>
  );
}
