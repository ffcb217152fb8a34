// The point that is looked at: its images under the base's from the same noise, and its numbers.

import type { EvaluationSummary } from '../../domain/evaluation';
import type { RewardFacts } from '../../domain/reward';
import type { DriftKind } from '../../evaluate/drift';
import { strings } from '../../strings';
import { percent, score, short, signedFixed } from '../../strings/format';
import { entryLabel } from '../../state/evaluate/evaluationDraft';
import type { RunPoint } from '../../state/evaluate/frontierPoints';
import { testIds } from '../testIds';
import { useEvaluationImages } from './useEvaluationImages';

const text = strings.evaluate;
const SHOWN = 4;

interface FrontierCardProps {
  readonly evaluation: EvaluationSummary;
  readonly point: RunPoint;
  readonly reward: RewardFacts;
  readonly kind: DriftKind;
}

export function FrontierCard({ evaluation, point, reward, kind }: FrontierCardProps) {
  const prompts = evaluation.request.prompts.slice(0, SHOWN);
  const rows = [
    { entry: 0, name: text.baseLine },
    { entry: point.index, name: text.thisPoint },
  ];
  const { url } = useEvaluationImages(
    evaluation.id,
    rows.flatMap(({ entry }) => prompts.map((_, prompt) => ({ entry, prompt, sample: 0 }))),
  );
  const { comparison } = point.result.rewards[reward.id]!;
  return (
    <aside
      className="frontier-card"
      aria-label={text.pointTitle}
      aria-live="polite"
      data-testid={testIds.frontierCard}
      data-key={point.entry.key}
    >
      <h3>{entryLabel(point.entry)}</h3>
      {rows.map(({ entry, name }) => (
        <div key={name}>
          <span className="small muted">{name}</span>
          <div className="frontier-pictures">
            {prompts.map((prompt, p) => {
              const source = url({ entry, prompt: p, sample: 0 });
              return source === undefined ? (
                <span key={p} className="picture waiting" role="img" aria-label={text.notSampled} />
              ) : (
                <img
                  key={p}
                  className="picture"
                  src={source}
                  alt={text.imageAlt(name, prompt)}
                  title={prompt}
                />
              );
            })}
          </div>
        </div>
      ))}
      <dl className="facts">
        <div>
          <dt>{text.rewardAxis(reward.label)}</dt>
          <dd>{score(point.reward)}</dd>
        </div>
        <div>
          <dt>{text.driftKinds[kind].label}</dt>
          <dd>{short(point.drift)}</dd>
        </div>
        {comparison === null ? null : (
          <>
            <div>
              <dt>
                {text.difference} ({text.differenceUnit})
              </dt>
              <dd>
                {signedFixed(comparison.difference.mean, 3)}{' '}
                <small>
                  [{signedFixed(comparison.difference.lower, 3)},{' '}
                  {signedFixed(comparison.difference.upper, 3)}]
                </small>
              </dd>
            </div>
            <div>
              <dt>{text.promptWinRate}</dt>
              <dd>
                {percent(comparison.prompts.share)}{' '}
                <small>
                  [{percent(comparison.prompts.lower)}, {percent(comparison.prompts.upper)}]
                </small>
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{text.diversityAcross}</dt>
          <dd>{short(point.result.diversityAcross)}</dd>
        </div>
      </dl>
      {kind === 'logRatio' || kind === 'reverseLogRatio' ? (
        <p className="small muted">{text.negativeKl}</p>
      ) : null}
    </aside>
  );
}
