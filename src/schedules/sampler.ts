// Opens a trajectory of the sampler that a scheduler config stands for: ddim.ts, ddpm.ts, pndm.ts,
// eulerDiscrete.ts, eulerAncestral.ts or dpmSolverMultistep.ts. What all of them look like from
// outside is trajectory.ts's.

import { StudioError } from '../errors';
import type { SchedulerConfig } from '../formats/schedulerConfig';
import { scheduleErrors } from '../strings/errors/schedules';
import { DdimScheduler } from './ddim';
import { DdpmScheduler } from './ddpm';
import { DpmSolverMultistepScheduler } from './dpmSolverMultistep';
import { EulerAncestralScheduler } from './eulerAncestral';
import { EulerDiscreteScheduler, type Churn } from './eulerDiscrete';
import { NoiseSchedule } from './noiseSchedule';
import { PndmScheduler } from './pndm';
import { CallCounter, type Sampler } from './trajectory';

/** Samplers whose step is a function of the present call alone. */
const STARTS_LATE: ReadonlySet<string> = new Set([
  'DDIMScheduler',
  'DDPMScheduler',
  'EulerDiscreteScheduler',
]);

export interface SamplerOptions {
  /** Noise share of DDIM, 0…1 (equation 16). */
  readonly eta?: number;
  /** Noise stirred in before Euler steps. */
  readonly churn?: Churn;
  /**
   * First call that is made: image to image starts there, from `noised`. Only samplers that
   * remember no earlier call can (DDIM, DDPM, Euler).
   */
  readonly first?: number;
}

/**
 * First of `steps` calls at a strength in 0…1: the last int(steps·strength) are made (diffusers).
 */
export function firstCall(steps: number, strength: number): number {
  return steps - Math.min(steps, Math.floor(steps * strength));
}

/**
 * `latents` noised to where call `call` starts: √ᾱ·x + √(1−ᾱ)·noise, or x + σ·noise for samplers
 * that count in σ (not scaled by initNoiseSigma).
 */
export function noised(
  config: SchedulerConfig,
  sampler: Sampler,
  call: number,
  latents: Float32Array,
  noise: Float32Array,
): Float32Array {
  const sigma = sampler.sigmas?.[call];
  if (sigma !== undefined) return latents.map((x, i) => x + sigma * noise[i]!);
  const alpha = new NoiseSchedule(config).alphasCumprod[sampler.timesteps[call]!]!;
  const [signal, spread] = [Math.sqrt(alpha), Math.sqrt(1 - alpha)];
  return latents.map((x, i) => signal * x + spread * noise[i]!);
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
  first: number,
): Sampler {
  const calls = new CallCounter(timesteps.length, first);
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
  { eta = 0, churn, first = 0 }: SamplerOptions = {},
): Sampler {
  if (first > 0 && !STARTS_LATE.has(config._class_name))
    throw new StudioError('Unsupported', ...scheduleErrors.noImageStart(config._class_name));
  switch (config._class_name) {
    case 'DDIMScheduler': {
      const ddim = new DdimScheduler(config, steps);
      return ofSteps(
        ddim.timesteps,
        (prediction, t, sample, noise) =>
          ddim.step(prediction, t, sample, eta > 0 ? { eta, ...(noise && { noise }) } : {}),
        () => eta > 0,
        first,
      );
    }
    case 'DDPMScheduler': {
      const ddpm = new DdpmScheduler(config, steps);
      return ofSteps(
        ddpm.timesteps,
        (prediction, t, sample, noise) => ddpm.step(prediction, t, sample, noise),
        (t) => ddpm.drawsNoise(t),
        first,
      );
    }
    case 'PNDMScheduler':
      return new PndmScheduler(config, steps);
    case 'EulerDiscreteScheduler':
      return new EulerDiscreteScheduler(config, steps, churn, first);
    case 'EulerAncestralDiscreteScheduler':
      return new EulerAncestralScheduler(config, steps);
    case 'DPMSolverMultistepScheduler':
      return new DpmSolverMultistepScheduler(config, steps);
  }
}
