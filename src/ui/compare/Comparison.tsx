// Base model and LoRA side by side for every prompt and seed, with the strength on a slider and the
// scores under each.

import { Button } from '@mantine/core';
import { rewardStore } from '../../state/common/rewardStore';
import { chooseTab } from '../../state/evaluate/evaluationStore';
import { scoredBy } from '../../state/objective/onlineDraft';
import { strings } from '../../strings';
import { fixed, score, signed } from '../../strings/format';
import type { ComparisonState } from '../../state/compare/comparisonStore';
import {
  comparisonStore,
  sampleStrengths,
  setStrength,
  strengthKey,
} from '../../state/compare/comparisonStore';
import type { PreviewImage } from '../../state/training/previews';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.compare;
const LARGEST = 1.5;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

export function Comparison() {
  const sampled = useStore(comparisonStore, (state) => state.sampled);
  const strength = useStore(comparisonStore, (state) => state.strength);
  const before = sampled[strengthKey(0)];
  const rewardId = useStore(comparisonStore, (state) => state.rewardId);
  const rewards = useStore(rewardStore, (state) => state.rewards);
  if (before === undefined) return null;
  const after = sampled[strengthKey(strength)];
  const reward = scoredBy(rewardId, rewards);
  return (
    <Panel title={text.comparisonTitle} testId={testIds.comparison}>
      <div className="stack wide">
        <StrengthSlider strength={strength} />
        <div className="pairs">
          {before.map((image, index) => (
            <Pair
              key={`${image.prompt}-${image.seed}-${index}`}
              before={image}
              after={after?.[index]}
              strength={strength}
              reward={reward}
            />
          ))}
        </div>
        <Summary before={before} after={after} sampled={sampled} reward={reward} />
      </div>
    </Panel>
  );
}

function StrengthSlider({ strength }: { readonly strength: number }) {
  const draw = (): void => {
    void sampleStrengths([strength]);
  };
  return (
    <div className="strength">
      <label htmlFor="strength" className="small">
        {text.strength}: <b>{fixed(strength, 2)}</b>
      </label>
      <input
        id="strength"
        type="range"
        min={0}
        max={LARGEST}
        step={0.05}
        value={strength}
        data-testid={testIds.strength}
        aria-valuetext={text.strengthValue(fixed(strength, 2))}
        style={{ '--fill': `${(strength / LARGEST) * 100}%` } as React.CSSProperties}
        onChange={(event) => setStrength(Number(event.currentTarget.value))}
        onPointerUp={draw}
        onKeyUp={draw}
      />
      <div className="stops" aria-hidden="true">
        <span>0</span>
        <span>0.5</span>
        <span>1</span>
        <span>1.5</span>
      </div>
      <p className="small muted">{text.strengthHint}</p>
    </div>
  );
}

function Pair({
  before,
  after,
  strength,
  reward,
}: {
  readonly before: PreviewImage;
  readonly after: PreviewImage | undefined;
  readonly strength: number;
  /** Label of what scores the images. */
  readonly reward: string;
}) {
  const alt = (side: string): string =>
    `${before.prompt}, ${strings.training.seed(before.seed)}, ${side}`;
  const change = (after?.score ?? Number.NaN) - before.score;
  return (
    <figure className="pair">
      <div className="two">
        <div>
          <span className="small">{text.before}</span>
          <img className="picture" src={before.url} alt={alt(text.before)} />
        </div>
        <div>
          <span className="small">{text.afterwards(fixed(strength, 2))}</span>
          {after === undefined ? (
            <span className="picture waiting" role="img" aria-label={text.notSampled} />
          ) : (
            <img
              className="picture"
              src={after.url}
              alt={alt(text.afterwards(fixed(strength, 2)))}
            />
          )}
        </div>
      </div>
      {Number.isFinite(before.score) ? (
        <div className="numbers">
          <span>
            {reward} {score(before.score)}
          </span>
          {Number.isFinite(change) ? (
            <span className={change > 0 ? 'good' : change < 0 ? 'bad' : ''}>{signed(change)}</span>
          ) : null}
          <span>{after === undefined ? text.notSampled : score(after.score)}</span>
        </div>
      ) : null}
      <figcaption>
        {before.prompt} <span className="muted">{strings.training.seed(before.seed)}</span>
      </figcaption>
    </figure>
  );
}

interface SummaryProps {
  readonly before: readonly PreviewImage[];
  readonly after: readonly PreviewImage[] | undefined;
  readonly sampled: ComparisonState['sampled'];
  readonly reward: string;
}

function Summary({ before, after, sampled, reward }: SummaryProps) {
  if (!before.every((image) => Number.isFinite(image.score))) return null;
  const differences = after?.map((image, index) => image.score - before[index]!.score) ?? [];
  const strengths = Object.keys(sampled).sort((a, b) => Number(a) - Number(b));
  return (
    <div className="stack tight">
      <dl className="facts">
        <div>
          <dt>{text.meanBefore(reward)}</dt>
          <dd>{score(mean(before.map((image) => image.score)))}</dd>
        </div>
        {after === undefined ? null : (
          <>
            <div>
              <dt>{text.meanAfter(reward)}</dt>
              <dd>{score(mean(after.map((image) => image.score)))}</dd>
            </div>
            <div>
              <dt>{text.meanChange(reward)}</dt>
              <dd>{signed(mean(differences))}</dd>
            </div>
            <div>
              <dt>{text.better(reward)}</dt>
              <dd>
                {text.pairs(differences.filter((value) => value > 0).length, differences.length)}
              </dd>
            </div>
          </>
        )}
      </dl>
      {strengths.length > 2 ? (
        <div
          className="scroll across"
          tabIndex={0}
          role="group"
          aria-label={text.byStrength(reward)}
        >
          <table className="plain">
            <thead>
              <tr>
                <th scope="row">{text.strength}</th>
                {strengths.map((key) => (
                  <th key={key} scope="col" className="number">
                    {key}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              <tr>
                <td>{text.byStrength(reward)}</td>
                {strengths.map((key) => (
                  <td key={key} className="number">
                    {score(mean(sampled[key]!.map((image) => image.score)))}
                  </td>
                ))}
              </tr>
            </tbody>
          </table>
        </div>
      ) : null}
      <div className="row tight">
        <p className="small muted">{text.fewPairs}</p>
        <Button size="compact-sm" variant="default" onClick={() => chooseTab('evaluate')}>
          {strings.evaluate.tabNames.evaluate}
        </Button>
      </div>
    </div>
  );
}
