// Ancestral sampling of DDPM (Ho et al. 2020), equations 6 and 7, with diffusers' options
// (clip_sample, variance types). Noise is drawn at every step but those with t = 0.

import type { SchedulerConfigOf } from '../formats/schedulerConfig';
import { NoiseSchedule } from './noiseSchedule';
import { impliedSample } from './prediction';
import { samplerTimesteps } from './timesteps';

export class DdpmScheduler {
  readonly timesteps: readonly number[];
  private readonly schedule: NoiseSchedule;

  constructor(
    private readonly config: SchedulerConfigOf<'DDPMScheduler'>,
    private readonly steps: number,
  ) {
    this.schedule = new NoiseSchedule(config);
    this.timesteps = samplerTimesteps(config, steps);
  }

  /** True when the step at `timestep` draws noise. */
  drawsNoise(timestep: number): boolean {
    return timestep > 0;
  }

  /**
   * x_{t−1} from x_t and the prediction, arrays of one length; `noise` standard normal where
   * drawsNoise.
   */
  step(
    prediction: Float32Array,
    timestep: number,
    sample: Float32Array,
    noise: Float32Array | null,
  ): Float32Array<ArrayBuffer> {
    const { config } = this;
    const previous = timestep - Math.floor(config.num_train_timesteps / this.steps);
    const alphaBar = this.schedule.alphasCumprod[timestep]!;
    const alphaBarPrevious = previous >= 0 ? this.schedule.alphasCumprod[previous]! : 1;
    const alpha = alphaBar / alphaBarPrevious;
    const beta = 1 - alpha;
    // Formula (7): coefficients of the clean and the current sample in the posterior mean.
    const cleanCoefficient = (Math.sqrt(alphaBarPrevious) * beta) / (1 - alphaBar);
    const currentCoefficient = (Math.sqrt(alpha) * (1 - alphaBarPrevious)) / (1 - alphaBar);
    const small = Math.max(((1 - alphaBarPrevious) / (1 - alphaBar)) * beta, 1e-20);
    const deviation = Math.sqrt(config.variance_type.startsWith('fixed_large') ? beta : small);
    if (this.drawsNoise(timestep) && !noise)
      throw new Error(`DDPM draws noise at timestep ${timestep}, and none was given`);
    const out = new Float32Array(sample.length);
    for (let i = 0; i < sample.length; i++) {
      const implied = impliedSample(config.prediction_type, prediction[i]!, sample[i]!, alphaBar);
      const x0 = config.clip_sample
        ? Math.min(config.clip_sample_range, Math.max(-config.clip_sample_range, implied.x0))
        : implied.x0;
      out[i] =
        cleanCoefficient * x0 +
        currentCoefficient * sample[i]! +
        (this.drawsNoise(timestep) ? deviation * noise![i]! : 0);
    }
    return out;
  }
}
