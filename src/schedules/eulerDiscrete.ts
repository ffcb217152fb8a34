// Euler's method on the probability-flow ODE in σ (Karras et al. 2022, algorithm 2 without its
// correction): dx̃/dσ = (x̃ − x0)/σ. With diffusers' options: Karras or exponential levels,
// interpolation, continuous timesteps, and the churn of that algorithm. Host arithmetic in float32
// as torch's.

import { StudioError } from '../errors';
import type { SchedulerConfigOf } from '../formats/schedulerConfig';
import { scheduleErrors } from '../strings/errors/schedules';
import {
  eulerStep,
  exponentialSigmas,
  finiteAlphas,
  initialSigma,
  inputScaleAt,
  interpolatedSigma,
  karrasSigmas,
  timestepOfSigma,
  trainingSigmas,
} from './sigmas';
import { linspace, samplerTimesteps } from './timesteps';
import { CallCounter, neededNoise, type Sampler } from './trajectory';

/**
 * Karras et al. 2022, algorithm 2: S_churn spread over the steps with σ within [tMin, tMax];
 * `noise` is S_noise.
 */
export interface Churn {
  readonly churn: number;
  readonly tMin?: number;
  readonly tMax?: number;
  readonly noise?: number;
}

export class EulerDiscreteScheduler implements Sampler {
  readonly timesteps: readonly number[];
  readonly sigmas: readonly number[];
  readonly initNoiseSigma: number;
  private readonly calls: CallCounter;

  /** Errors: StudioError Unsupported for two ways of spacing at once. */
  constructor(
    private readonly config: SchedulerConfigOf<'EulerDiscreteScheduler'>,
    steps: number,
    private readonly churn: Churn = { churn: 0 },
    first = 0,
  ) {
    if (config.use_karras_sigmas && config.use_exponential_sigmas)
      throw new StudioError('Unsupported', ...scheduleErrors.twoSpacings());
    const training = trainingSigmas(finiteAlphas(config));
    const spaced = samplerTimesteps(config, steps, false);
    const last = training.length - 1;
    const logLinear = config.interpolation_type === 'log_linear';
    let sigmas = logLinear
      ? linspace(Math.log(training[last]!), Math.log(training[0]!), steps + 1).map((log) =>
          Math.fround(Math.exp(log)),
        )
      : spaced.map((t) => interpolatedSigma(training, t));
    const [most, least] = [config.sigma_max ?? sigmas[0]!, config.sigma_min ?? sigmas.at(-1)!];
    if (config.use_karras_sigmas) sigmas = karrasSigmas(most, least, steps);
    else if (config.use_exponential_sigmas) sigmas = exponentialSigmas(most, least, steps);
    this.sigmas = [...sigmas, config.final_sigmas_type === 'zero' ? 0 : training[0]!].map(
      Math.fround,
    );
    const relaid = config.use_karras_sigmas || config.use_exponential_sigmas;
    const continuous =
      config.timestep_type === 'continuous' && config.prediction_type === 'v_prediction';
    // A network of continuous timesteps is told ¼·log σ (Karras et al. 2022, table 1).
    this.timesteps = spaced.map((t, i) =>
      Math.fround(
        continuous
          ? 0.25 * Math.log(this.sigmas[i]!)
          : relaid
            ? timestepOfSigma(training, sigmas[i]!)
            : t,
      ),
    );
    this.initNoiseSigma = initialSigma(config, this.sigmas);
    this.calls = new CallCounter(steps, first);
  }

  inputScale(call: number): number {
    return inputScaleAt(this.sigmas[call]!);
  }

  /** γ of algorithm 2: by how much this step's σ is raised first. */
  private gamma(call: number): number {
    const { churn, tMin = 0, tMax = Infinity } = this.churn;
    const sigma = this.sigmas[call]!;
    return sigma >= tMin && sigma <= tMax
      ? Math.min(churn / (this.sigmas.length - 1), Math.SQRT2 - 1)
      : 0;
  }

  drawsNoise(call: number): boolean {
    return this.gamma(call) > 0;
  }

  step(
    prediction: Float32Array,
    sample: Float32Array,
    noise: Float32Array | null,
  ): Float32Array<ArrayBuffer> {
    const call = this.calls.next();
    const sigma = this.sigmas[call]!;
    const raised = Math.fround(sigma * (1 + this.gamma(call)));
    const stirred = raised > sigma ? neededNoise(noise, call) : null;
    const deviation = (this.churn.noise ?? 1) * Math.sqrt(raised ** 2 - sigma ** 2);
    // As diffusers: ε is that of the raised level, v that of the level the network was asked at.
    const levels = { sigma: raised, asked: sigma, to: this.sigmas[call + 1]! };
    return Float32Array.from(sample, (value, i) =>
      eulerStep(
        this.config.prediction_type,
        prediction[i]!,
        stirred ? Math.fround(value + deviation * stirred[i]!) : value,
        levels,
      ),
    );
  }
}
