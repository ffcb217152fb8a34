// The discrete noise schedule of DDPM (Ho et al. 2020) as diffusers builds it: betas, ᾱ, SNR and the coefficients of the
// forward process. Betas and their products are kept in float32 like torch's, so that the numbers are those of the fixtures.

import type { SchedulerConfig } from '../formats/modelConfig';

type BetaConfig = Pick<SchedulerConfig, 'num_train_timesteps' | 'beta_start' | 'beta_end' | 'beta_schedule' | 'trained_betas' | 'rescale_betas_zero_snr'>;

function linspace(start: number, end: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.fround(i === count - 1 ? end : start + (i * (end - start)) / Math.max(1, count - 1)));
}

/** Betas of a config, float32, length num_train_timesteps. */
function betasOf(config: BetaConfig): Float32Array {
  const count = config.num_train_timesteps;
  if (config.trained_betas) return Float32Array.from(config.trained_betas);
  if (config.beta_schedule === 'linear') return Float32Array.from(linspace(config.beta_start, config.beta_end, count));
  if (config.beta_schedule === 'scaled_linear') {
    return Float32Array.from(linspace(Math.sqrt(config.beta_start), Math.sqrt(config.beta_end), count), (root) => root * root);
  }
  // squaredcos_cap_v2: Nichol & Dhariwal 2021, eq. 17, betas capped at 0.999.
  const alphaBar = (t: number) => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;
  return Float32Array.from({ length: count }, (_, i) => Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), 0.999));
}

/** Rescales betas to zero terminal SNR (Lin et al. 2023, algorithm 1). */
function rescaleZeroTerminalSnr(betas: Float32Array): Float32Array {
  const roots = Array.from(cumulativeProduct(betas), Math.sqrt);
  const first = roots[0]!;
  const last = roots[roots.length - 1]!;
  const bars = roots.map((root) => (((root - last) * first) / (first - last)) ** 2);
  return Float32Array.from(bars, (bar, i) => 1 - (i === 0 ? bar : bar / bars[i - 1]!));
}

/** ᾱ_t = Π(1 − β). The running product is rounded to float32 at each step, as torch.cumprod does. */
function cumulativeProduct(betas: Float32Array): Float32Array {
  const out = new Float32Array(betas.length);
  let product = 1;
  betas.forEach((beta, i) => { out[i] = product = Math.fround(product * Math.fround(1 - beta)); });
  return out;
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
    if (alphaBar === undefined) throw new Error(`timestep ${timestep} is outside 0…${this.numTrainTimesteps - 1}`);
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
