// Whose percentile τ is, as radio buttons with a sentence each on when it is the right one.

import { useId } from 'react';
import type { ThresholdOrigin } from '../../../data/labels/threshold';
import { strings } from '../../../strings';
import { percent } from '../../../strings/format';
import { scopeId, testIds } from '../../testIds';

const text = strings.threshold;
const ORIGINS: readonly ThresholdOrigin[] = [
  'global',
  'batch',
  'proxy',
  'prompt',
  'oracle',
  'fixed',
];

interface ScopeChoiceProps {
  readonly value: ThresholdOrigin;
  /**
   * Share of the score variance between prompts where it is large enough to advise a τ per prompt;
   * else null.
   */
  readonly promptShare: number | null;
  readonly onChange: (origin: ThresholdOrigin) => void;
}

export function ScopeChoice({ value, promptShare, onChange }: ScopeChoiceProps) {
  const name = useId();
  return (
    <fieldset className="scopes" data-testid={testIds.thresholdMode} data-value={value}>
      <legend className="small">{strings.scores.mode}</legend>
      <div className="scopes-grid">
        {ORIGINS.map((origin) => {
          const advised = origin === 'prompt' && promptShare !== null;
          return (
            <label key={origin} className={origin === value ? 'chosen' : ''}>
              <input
                type="radio"
                name={name}
                value={origin}
                checked={origin === value}
                aria-describedby={`${name}-${origin}`}
                data-testid={scopeId(origin)}
                onChange={() => onChange(origin)}
              />
              <span className="scope-name">
                {text.origins[origin]}
                {advised ? <span className="chip">{text.advised}</span> : null}
              </span>
              <span className="scope-says" id={`${name}-${origin}`}>
                {text.says[origin]}
                {advised ? ` ${text.advisedBecause(percent(promptShare))}` : ''}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
