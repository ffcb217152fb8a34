// The intraclass correlation in a plain sentence: is it the image or the prompt that decides the
// score? And what to do if it is the prompt.

import { Button } from '@mantine/core';
import { byPrompt, type ThresholdOrigin } from '../../../data/labels/threshold';
import { strings } from '../../../strings';
import { percent } from '../../../strings/format';
import { testIds } from '../../testIds';
import { ADVISE_PROMPTS, chooseOrigin } from './ThresholdControls';

/** Below this one threshold suits all prompts. */
const LOW = 0.3;

export function PromptShare({
  share,
  origin,
}: {
  readonly share: number;
  readonly origin: ThresholdOrigin;
}) {
  const text = strings.scores;
  const known = Number.isFinite(share);
  const clipped = Math.max(0, share);
  const high = share > ADVISE_PROMPTS;
  const own = byPrompt(origin);
  const sentence = !known
    ? text.iccUnknown
    : high
      ? (own ? strings.threshold.iccHighUsed : strings.threshold.iccHigh)(percent(clipped))
      : share < LOW
        ? text.iccLow(percent(clipped))
        : text.iccMiddle(percent(clipped));
  return (
    <div data-testid={testIds.icc}>
      <h3>{text.iccTitle}</h3>
      {known ? (
        <div className="meter" aria-hidden="true">
          <span style={{ inlineSize: `${clipped * 100}%` }} />
        </div>
      ) : null}
      <p className="small muted" style={{ maxInlineSize: '72ch' }}>
        {sentence}
      </p>
      {high && !own ? (
        <Button
          size="compact-sm"
          variant="default"
          mt="xs"
          data-testid={testIds.adviseByPrompt}
          onClick={() => chooseOrigin('prompt', Number.NaN)}
        >
          {strings.threshold.adviseByPrompt}
        </Button>
      ) : null}
    </div>
  );
}
