// Numbers of a step that its graph is not planned anew for.

import { DEFAULT_UNIFORMS, type Uniforms } from '../graph/ops';
import type { Objective } from '../objectives';
import { ownNumbers } from '../objectives/stepNumbers';
import { adafactorDecay } from '../optimizers/adafactor/adafactor';
import { learningRateFactor } from '../schedules/learningRate';
import type { RunSettings } from '../settings/runSettings';

/** The step uniforms of step `step` (0-based) with the settings in force. Pure. */
export function stepUniforms(
  objective: Objective,
  settings: RunSettings,
  step: number,
): Partial<Uniforms> {
  const own = ownNumbers(objective, settings);
  const rate =
    settings.optimizer.learningRate *
    learningRateFactor(settings.schedule.learningRateSchedule, step, {
      numWarmupSteps: settings.schedule.warmupSteps,
      numTrainingSteps: settings.schedule.steps,
    });
  return {
    temperature: own['temperature'] ?? 1,
    mixture: own['mixture'] ?? 1,
    learningRate: rate,
    weightDecay: settings.optimizer.weightDecay,
    maxGradNorm: settings.optimizer.maxGradNorm,
    adafactorDecay: adafactorDecay(step),
    biasCorrection1: 1 - DEFAULT_UNIFORMS.adamBeta1 ** (step + 1),
    biasCorrection2: 1 - DEFAULT_UNIFORMS.adamBeta2 ** (step + 1),
  };
}
