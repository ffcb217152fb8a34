// One trajectory of a sampler: what the network is asked at each call, and the step from its
// answer. A sampler remembers what it has seen, so each batch of images opens its own
// (sampler.ts).

export interface Sampler {
  /**
   * Timestep of each call of the network, in order; a sampler may call more often than it has
   * steps.
   */
  readonly timesteps: readonly number[];
  /**
   * σ before each step and after the last, of the samplers that count in σ; null for the others.
   */
  readonly sigmas: readonly number[] | null;
  /** Standard deviation of the noise that the trajectory starts from. */
  readonly initNoiseSigma: number;
  /** What the sample is multiplied by before the network sees it at call `call`. */
  inputScale(call: number): number;
  /** True when the step after call `call` needs noise. */
  drawsNoise(call: number): boolean;
  /**
   * The next sample from the network's answer to the next call, arrays of one length; `noise`
   * standard normal where drawsNoise.
   *  Errors: throws without the noise it needs, and past the last step.
   */
  step(
    prediction: Float32Array,
    sample: Float32Array,
    noise: Float32Array | null,
  ): Float32Array<ArrayBuffer>;
}

/** Counts the calls of a trajectory. */
export class CallCounter {
  constructor(
    private readonly calls: number,
    /** Index of the first call: later ones than 0 start from a noised image. */
    private done = 0,
  ) {}

  /** Index of this call. Errors: throws past the last. */
  next(): number {
    if (this.done === this.calls) throw new Error(`a trajectory of ${this.calls} calls has ended`);
    return this.done++;
  }
}

/** Noise that a step needs. Errors: throws when it is not there. */
export function neededNoise(noise: Float32Array | null, call: number): Float32Array {
  if (!noise) throw new Error(`call ${call} of this sampler draws noise, and none was given`);
  return noise;
}
