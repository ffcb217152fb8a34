// The discrete noise schedule of DDPM (Ho et al. 2020) as diffusers builds it: betas, ᾱ, SNR and
// the coefficients of the forward process. Betas and their products are kept in float32 like
// torch's, so that the numbers are those of the fixtures.

import type { SchedulerConfig } from '../formats/schedulerConfig';

type BetaConfig = Pick<
  SchedulerConfig,
  | 'num_train_timesteps'
  | 'beta_start'
  | 'beta_end'
  | 'beta_schedule'
  | 'trained_betas'
  | 'rescale_betas_zero_snr'
>;

/** Numbers a vector instruction of torch's handles at once. */
const LANES = 8;

/**
 * `count` float32 numbers from `start` to `end` with torch's roundings: blocks of eight are laid
 * from the nearer end.
 */
function linspace(start: number, end: number, count: number): number[] {
  const { fround } = Math;
  const [first, last] = [fround(start), fround(end)];
  const step = fround(fround(last - first) / Math.max(1, count - 1));
  return Array.from({ length: count }, (_, i) => {
    const lane = i % LANES;
    const block = i - lane;
    const base = fround(
      block < Math.floor(count / 2) ? first + step * block : last - step * (count - 1 - block),
    );
    return fround(base + fround(lane * step));
  });
}

/** Betas of a config, float32, length num_train_timesteps. */
function betasOf(config: BetaConfig): Float32Array {
  const count = config.num_train_timesteps;
  if (config.trained_betas) return Float32Array.from(config.trained_betas);
  if (config.beta_schedule === 'linear')
    return Float32Array.from(linspace(config.beta_start, config.beta_end, count));
  if (config.beta_schedule === 'scaled_linear') {
    return Float32Array.from(
      linspace(Math.sqrt(config.beta_start), Math.sqrt(config.beta_end), count),
      (root) => root * root,
    );
  }
  // squaredcos_cap_v2: Nichol & Dhariwal 2021, eq. 17, betas capped at 0.999.
  const alphaBar = (t: number) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Float32Array.from({ length: count }, (_, i) =>
    Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999),
  );
}

/**
 * Rescales betas to zero terminal SNR (Lin et al. 2023, algorithm 1). Float32 at each operation: at
 * its end ᾱ is small enough for the
 *  roundings to show in the noise levels.
 */
function rescaleZeroTerminalSnr(betas: Float32Array): Float32Array {
  const roots = cumulativeProduct(betas).map(Math.sqrt);
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const stretch = Math.fround(first / Math.fround(first - last));
  const bars = roots.map((root) => Math.fround(Math.fround(root - last) * stretch) ** 2);
  return bars.map((bar, i) => 1 - Math.fround(i === 0 ? bar : bar / bars[i - 1]!));
}

/**
 * ᾱ_t = Π(1 − β). The running product is kept in float64 and given out in float32, as torch.cumprod
 * does on a CPU.
 */
function cumulativeProduct(betas: Float32Array): Float32Array {
  let product = 1;
  return betas.map((beta) => {
    product *= Math.fround(1 - beta);
    return product;
  });
}

export class NoiseSchedule {
  readonly numTrainTimesteps: number;
  readonly betas: Float32Array;
  /** ᾱ_t, the share of signal variance left at step t. */
  readonly alphasCumprod: Float32Array;

  constructor(config: BetaConfig) {
    const betas = betasOf(config);
    this.betas = config.rescale_betas_zero_snr ? rescaleZeroTerminalSnr(betas) : betas;
    this.alphasCumprod = cumulativeProduct(this.betas);
    this.numTrainTimesteps = this.betas.length;
  }

  private at(timestep: number): number {
    const alphaBar = this.alphasCumprod[timestep];
    if (alphaBar === undefined)
      throw new Error(`timestep ${timestep} is outside 0…${this.numTrainTimesteps - 1}`);
    return alphaBar;
  }

  /** ᾱ/(1 − ᾱ). */
  snr(timestep: number): number {
    return this.at(timestep) / (1 - this.at(timestep));
  }

  /** (√ᾱ, √(1−ᾱ)): x_t = √ᾱ·x0 + √(1−ᾱ)·ε (DDPM eq. 4). */
  addNoiseCoefficients(timestep: number): [number, number] {
    return [Math.sqrt(this.at(timestep)), Math.sqrt(1 - this.at(timestep))];
  }

  /** Coefficients of (x0, ε) in the velocity v = √ᾱ·ε − √(1−ᾱ)·x0 (Salimans & Ho 2022). */
  velocityCoefficients(timestep: number): [number, number] {
    return [-Math.sqrt(1 - this.at(timestep)), Math.sqrt(this.at(timestep))];
  }
}
