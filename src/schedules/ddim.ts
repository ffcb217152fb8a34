// DDIM (Song, Meng & Ermon 2021), equations 12 and 16, with diffusers' options: clip_sample,
// set_alpha_to_one, steps_offset, timestep spacing. Plain arithmetic on the host in float64, the
// state rounded to float32 after each step.

import type { SchedulerConfigOf } from '../formats/schedulerConfig';
import { NoiseSchedule } from './noiseSchedule';
import { impliedSample } from './prediction';
import { samplerTimesteps } from './timesteps';

export class DdimScheduler {
  readonly timesteps: readonly number[];
  private readonly schedule: NoiseSchedule;
  private readonly finalAlphaBar: number;

  constructor(
    private readonly config: SchedulerConfigOf<'DDIMScheduler'>,
    private readonly steps: number,
  ) {
    this.schedule = new NoiseSchedule(config);
    this.timesteps = samplerTimesteps(config, steps);
    this.finalAlphaBar = config.set_alpha_to_one ? 1 : this.schedule.alphasCumprod[0]!;
  }

  /** ᾱ of a timestep and of the one before it on the trajectory, and the variance at η = 1. */
  private at(timestep: number): { alphaBar: number; alphaBarPrevious: number; variance: number } {
    const previous = timestep - Math.floor(this.config.num_train_timesteps / this.steps);
    const alphaBar = this.schedule.alphasCumprod[timestep]!;
    const alphaBarPrevious =
      previous >= 0 ? this.schedule.alphasCumprod[previous]! : this.finalAlphaBar;
    const variance = ((1 - alphaBarPrevious) / (1 - alphaBar)) * (1 - alphaBar / alphaBarPrevious);
    return { alphaBar, alphaBarPrevious, variance };
  }

  /**
   * A step as a draw: x_{t−1} = a·x_t + c·prediction + σ·noise where no sample is clipped; c and σ,
   * which is 0 where the step leads to the clean image.
   */
  spread(timestep: number, eta: number): { readonly gain: number; readonly deviation: number } {
    const { alphaBar, alphaBarPrevious, variance } = this.at(timestep);
    const deviation = eta * Math.sqrt(variance);
    const direction = Math.sqrt(1 - alphaBarPrevious - deviation ** 2);
    const { x0, epsilon } = impliedSample(this.config.prediction_type, 1, 0, alphaBar);
    return { gain: Math.sqrt(alphaBarPrevious) * x0 + direction * epsilon, deviation };
  }

  /**
   * x_{t−1} from x_t and the prediction, arrays of one length. eta > 0 needs `noise` of that length
   * (eq. 16).
   *  Errors: throws when eta > 0 and no noise is given.
   */
  step(
    prediction: Float32Array,
    timestep: number,
    sample: Float32Array,
    options: { eta?: number; noise?: Float32Array } = {},
  ): Float32Array<ArrayBuffer> {
    const { eta = 0, noise } = options;
    const { config } = this;
    const { alphaBar, alphaBarPrevious, variance } = this.at(timestep);
    const deviation = eta * Math.sqrt(variance);
    if (eta > 0 && !noise)
      throw new Error('DDIM with eta > 0 draws noise at every step, and none was given');
    const direction = Math.sqrt(1 - alphaBarPrevious - deviation ** 2);
    const out = new Float32Array(sample.length);
    for (let i = 0; i < sample.length; i++) {
      const implied = impliedSample(config.prediction_type, prediction[i]!, sample[i]!, alphaBar);
      // As diffusers: the clean sample is clipped, the direction keeps the unclipped noise
      // (use_clipped_model_output = False).
      const x0 = config.clip_sample
        ? Math.min(config.clip_sample_range, Math.max(-config.clip_sample_range, implied.x0))
        : implied.x0;
      out[i] =
        Math.sqrt(alphaBarPrevious) * x0 +
        direction * implied.epsilon +
        (noise ? deviation * noise[i]! : 0);
    }
    return out;
  }
}
