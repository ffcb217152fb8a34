// Ancestral Euler sampling (k-diffusion's "Euler a"): each step goes below the next level of noise,
// σ_down, and draws fresh noise of σ_up to come back to it, σ_up² + σ_down² = σ_to². Host
// arithmetic in float32 as torch's.

import type { SchedulerConfigOf } from '../formats/schedulerConfig';
import {
  eulerStep,
  finiteAlphas,
  initialSigma,
  inputScaleAt,
  interpolatedSigma,
  trainingSigmas,
} from './sigmas';
import { samplerTimesteps } from './timesteps';
import { CallCounter, neededNoise, type Sampler } from './trajectory';

export class EulerAncestralScheduler implements Sampler {
  readonly timesteps: readonly number[];
  readonly sigmas: readonly number[];
  readonly initNoiseSigma: number;
  private readonly calls: CallCounter;

  constructor(
    private readonly config: SchedulerConfigOf<'EulerAncestralDiscreteScheduler'>,
    steps: number,
  ) {
    const training = trainingSigmas(finiteAlphas(config));
    this.timesteps = samplerTimesteps(config, steps, false);
    this.sigmas = [...this.timesteps.map((t) => Math.fround(interpolatedSigma(training, t))), 0];
    this.initNoiseSigma = initialSigma(config, this.sigmas);
    this.calls = new CallCounter(steps);
  }

  inputScale(call: number): number {
    return inputScaleAt(this.sigmas[call]!);
  }

  /** At every step but the last, which ends without noise. */
  drawsNoise(call: number): boolean {
    return this.sigmas[call + 1]! > 0;
  }

  step(
    prediction: Float32Array,
    sample: Float32Array,
    noise: Float32Array | null,
  ): Float32Array<ArrayBuffer> {
    const call = this.calls.next();
    const [from, to] = [this.sigmas[call]!, this.sigmas[call + 1]!];
    const { fround } = Math;
    const [fromSquare, toSquare] = [fround(from * from), fround(to * to)];
    const up = fround(
      Math.sqrt(fround(fround(toSquare * fround(fromSquare - toSquare)) / fromSquare)),
    );
    const down = fround(Math.sqrt(fround(toSquare - fround(up * up))));
    const fresh = this.drawsNoise(call) ? neededNoise(noise, call) : null;
    const levels = { sigma: from, asked: from, to: down };
    return Float32Array.from(
      sample,
      (value, i) =>
        eulerStep(this.config.prediction_type, prediction[i]!, value, levels) +
        (fresh ? fround(up * fresh[i]!) : 0),
    );
  }
}
