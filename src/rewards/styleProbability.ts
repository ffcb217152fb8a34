// Style probability: what the style head beside a CLIP model (a linear layer on the image's
// embedding, softmax over the styles it was trained on) gives one style. One reward a style.

import { StudioError } from '../errors';
import { strings } from '../strings';
import { rewardErrors } from '../strings/errors/rewards';
import type { FeatureReward } from './reward';

const PREFIX = 'style:';

/** Id of a style's reward. */
export function styleRewardId(style: string): string {
  return `${PREFIX}${style}`;
}

/** The style a reward id names, or null for other rewards. */
export function styleOf(id: string): string | null {
  return id.startsWith(PREFIX) && id.length > PREFIX.length ? id.slice(PREFIX.length) : null;
}

export function styleProbability(style: string): FeatureReward {
  return {
    id: styleRewardId(style),
    label: strings.rewards.style(style),
    formula: strings.rewards.styleFormula(style),
    range: [0, 1],
    source: 'Style head of the bundled scorer, trained by tools/pretrain',
    needs: 'clip',
    usesPrompt: false,
    scorerHash: null,
    score({ styles }) {
      if (!styles || !Object.hasOwn(styles, style)) {
        throw new StudioError(
          'BadModel',
          ...(styles
            ? rewardErrors.otherStyle(Object.keys(styles).join(', '), style)
            : rewardErrors.noStyleHead),
        );
      }
      return styles[style]!;
    },
  };
}
