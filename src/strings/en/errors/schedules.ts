// Errors of schedules/.

import type { Said } from './said';

const OTHER_SAMPLER = 'Choose another sampler.';

export const schedules = {
  noRule: (what: string): Said => [
    `The scheduler config asks for ${what}.`,
    'Correct scheduler/scheduler_config.json, or choose another sampler.',
  ],
  sigmaZero: (algorithm: string) =>
    `“algorithm_type”: "${algorithm}" down to a σ of zero, where it is not defined ` +
    '(“final_sigmas_type”: "sigma_min" is)',
  sdeOfOrderThree: (algorithm: string) =>
    `“algorithm_type”: "${algorithm}" of order 3, which has no rule`,
  severalSpacings: 'more than one of Karras sigmas, exponential sigmas and Lu’s lambdas',
  twoSpacings: (): Said => [
    'The scheduler config asks for Karras and for exponential sigmas at once.',
    'Set one of use_karras_sigmas and use_exponential_sigmas to false.',
  ],
  pndmSample: (): Said => [
    'PNDM has no rule for a network that predicts the sample (“prediction_type”: "sample").',
    OTHER_SAMPLER,
  ],
  pndmSteps: (steps: number, least: number): Said => [
    `PNDM with a Runge-Kutta start cannot take ${steps} steps.`,
    `Take at least ${least}, or another sampler.`,
  ],
  pndmNoSignal: (timestep: number): Said => [
    `PNDM divides by √ᾱ, which is 0 at timestep ${timestep} of this noise schedule.`,
    OTHER_SAMPLER,
  ],
  noImageStart: (sampler: string): Said => [
    `${sampler} cannot start from an image here.`,
    'Choose DDIM, DDPM or Euler.',
  ],
};
