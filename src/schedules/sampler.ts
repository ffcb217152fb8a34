// Opens a trajectory of the sampler that a scheduler config stands for: ddim.ts, ddpm.ts, pndm.ts,
// eulerDiscrete.ts, eulerAncestral.ts or dpmSolverMultistep.ts. What all of them look like from
// outside is trajectory.ts's.

import type { SchedulerConfig } from '../formats/schedulerConfig';
import { DdimScheduler } from './ddim';
import { DdpmScheduler } from './ddpm';
import { DpmSolverMultistepScheduler } from './dpmSolverMultistep';
import { EulerAncestralScheduler } from './eulerAncestral';
import { EulerDiscreteScheduler, type Churn } from './eulerDiscrete';
import { PndmScheduler } from './pndm';
import { CallCounter, type Sampler } from './trajectory';

export interface SamplerOptions {
  /** Noise share of DDIM, 0…1 (equation 16). */
  readonly eta?: number;
  /** Noise stirred in before Euler steps. */
  readonly churn?: Churn;
}

function ofSteps(
  timesteps: readonly number[],
  step: (
    prediction: Float32Array,
    timestep: number,
    sample: Float32Array,
    noise: Float32Array | null,
  ) => Float32Array<ArrayBuffer>,
  draws: (timestep: number) => boolean,
): Sampler {
  const calls = new CallCounter(timesteps.length);
  return {
    timesteps,
    sigmas: null,
    initNoiseSigma: 1,
    inputScale: () => 1,
    drawsNoise: (call) => draws(timesteps[call]!),
    step: (prediction, sample, noise) => step(prediction, timesteps[calls.next()]!, sample, noise),
  };
}

/**
 * Opens a trajectory of `steps` steps. Errors: StudioError Unsupported or BadSettings for what the
 * sampler cannot do.
 */
export function openSampler(
  config: SchedulerConfig,
  steps: number,
  { eta = 0, churn }: SamplerOptions = {},
): Sampler {
  switch (config._class_name) {
    case 'DDIMScheduler': {
      const ddim = new DdimScheduler(config, steps);
      return ofSteps(
        ddim.timesteps,
        (prediction, t, sample, noise) =>
          ddim.step(prediction, t, sample, eta > 0 ? { eta, ...(noise && { noise }) } : {}),
        () => eta > 0,
      );
    }
    case 'DDPMScheduler': {
      const ddpm = new DdpmScheduler(config, steps);
      return ofSteps(
        ddpm.timesteps,
        (prediction, t, sample, noise) => ddpm.step(prediction, t, sample, noise),
        (t) => ddpm.drawsNoise(t),
      );
    }
    case 'PNDMScheduler':
      return new PndmScheduler(config, steps);
    case 'EulerDiscreteScheduler':
      return new EulerDiscreteScheduler(config, steps, churn);
    case 'EulerAncestralDiscreteScheduler':
      return new EulerAncestralScheduler(config, steps);
    case 'DPMSolverMultistepScheduler':
      return new DpmSolverMultistepScheduler(config, steps);
  }
}
