// From what a network predicts to the clean sample and the noise it implies; shared by DDIM and
// DDPM.

import type { SchedulerConfig } from '../formats/schedulerConfig';

/**
 * x0 and ε implied by a prediction at signal share ᾱ, for one number. ε: DDIM eq. 12; v: Salimans &
 * Ho 2022, appendix D.
 */
export function impliedSample(
  type: SchedulerConfig['prediction_type'],
  prediction: number,
  sample: number,
  alphaBar: number,
): { x0: number; epsilon: number } {
  const a = Math.sqrt(alphaBar);
  const b = Math.sqrt(1 - alphaBar);
  if (type === 'epsilon') return { x0: (sample - b * prediction) / a, epsilon: prediction };
  if (type === 'v_prediction')
    return { x0: a * sample - b * prediction, epsilon: a * prediction + b * sample };
  return { x0: prediction, epsilon: (sample - a * prediction) / b };
}
