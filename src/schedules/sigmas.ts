// Noise levels σ = √((1−ᾱ)/ᾱ), in which the samplers of Karras et al. 2022 and Lu et al. 2022
// count: x̃ = x0 + σ·ε. Levels of the training schedule, levels laid otherwise between two ends,
// and the way back from a level to the timestep the network is told. Float32 where torch keeps
// float32.

import type { SchedulerConfig } from '../formats/schedulerConfig';
import { NoiseSchedule } from './noiseSchedule';
import { linspace } from './timesteps';

/** ρ of Karras et al. 2022, equation 5. */
const RHO = 7;
/**
 * ᾱ that stands for a terminal ᾱ of 0, whose σ would be infinite (diffusers: the smallest number of
 * float16).
 */
const TERMINAL_ALPHA = 2 ** -24;

/** ᾱ_t of a config, with a finite σ at the end. */
export function finiteAlphas(config: SchedulerConfig): Float32Array {
  const alphas = new NoiseSchedule(config).alphasCumprod.slice();
  if (config.rescale_betas_zero_snr) alphas[alphas.length - 1] = TERMINAL_ALPHA;
  return alphas;
}

/** σ_t for t = 0…T−1, rising. */
export function trainingSigmas(alphas: Float32Array): Float32Array {
  return alphas.map((alpha) => Math.sqrt(Math.fround(Math.fround(1 - alpha) / alpha)));
}

/** σ between whole timesteps, linearly. */
export function interpolatedSigma(sigmas: Float32Array, timestep: number): number {
  const at = Math.min(sigmas.length - 1, Math.max(0, timestep));
  const low = Math.min(Math.floor(at), sigmas.length - 2);
  return sigmas[low]! + (at - low) * (sigmas[low + 1]! - sigmas[low]!);
}

/** Karras et al. 2022, equation 5: `count` levels falling from `most` to `least`. */
export function karrasSigmas(most: number, least: number, count: number): number[] {
  const [high, low] = [most ** (1 / RHO), least ** (1 / RHO)];
  return linspace(0, 1, count).map((ramp) => (high + ramp * (low - high)) ** RHO);
}

/**
 * `count` levels falling evenly in log σ: exponential spacing, and Lu et al. 2022's even λ = −log
 * σ.
 */
export function exponentialSigmas(most: number, least: number, count: number): number[] {
  return linspace(Math.log(most), Math.log(least), count).map(Math.exp);
}

/** The timestep, not rounded, at which the training schedule has this σ: linear in log σ. */
export function timestepOfSigma(sigmas: Float32Array, sigma: number): number {
  const log = Math.log(Math.max(sigma, 1e-10));
  const logAt = (t: number): number => Math.fround(Math.log(sigmas[t]!));
  let low = 0;
  for (let t = 0; t < sigmas.length && logAt(t) <= log; t++) low = t;
  low = Math.min(low, sigmas.length - 2);
  const weight = Math.min(1, Math.max(0, (logAt(low) - log) / (logAt(low) - logAt(low + 1))));
  return (1 - weight) * low + weight * (low + 1);
}

/** What brings x̃ to the size the network was trained on: 1/√(σ² + 1). */
export function inputScaleAt(sigma: number): number {
  return 1 / Math.fround(Math.sqrt(Math.fround(Math.fround(sigma * sigma) + 1)));
}

/**
 * One Euler step dx̃ = (x̃ − x0)/σ·dσ of one number from level `sigma` to `to`; v is the answer at
 * level `asked`. In float32 at each
 *  operation, as torch: with σ in the thousands, as at zero terminal SNR, the reference's own
 *  roundings show.
 */
export function eulerStep(
  type: SchedulerConfig['prediction_type'],
  prediction: number,
  sample: number,
  { sigma, asked, to }: { sigma: number; asked: number; to: number },
): number {
  const { fround } = Math;
  let x0 = prediction;
  if (type === 'epsilon') x0 = fround(sample - fround(sigma * prediction));
  else if (type === 'v_prediction') {
    const share = fround(fround(asked * asked) + 1);
    x0 = fround(
      fround(prediction * fround(-asked / fround(Math.sqrt(share)))) + fround(sample / share),
    );
  }
  const slope = fround(fround(sample - x0) / sigma);
  return fround(sample + fround(slope * fround(to - sigma)));
}

/**
 * Standard deviation of the noise a trajectory of these samplers starts from: with `leading` the
 * first σ is not the schedule's last.
 */
export function initialSigma(config: SchedulerConfig, sigmas: readonly number[]): number {
  const most = Math.max(...sigmas);
  return config.timestep_spacing === 'leading' ? Math.sqrt(most ** 2 + 1) : most;
}
