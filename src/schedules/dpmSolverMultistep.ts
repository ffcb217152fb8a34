// DPM-Solver (Lu et al. 2022, arXiv 2206.00927) and DPM-Solver++ (2211.01095) of orders 1 to 3 as
// multistep methods, and their SDE forms, with diffusers' options. Exponential integrators in λ =
// log(α/σ): exact for the linear part of the ODE, and a Taylor series in h = λ_to − λ_from for the
// network's part, its derivatives taken from the last answers. The ++ forms integrate the clean
// sample, the others the noise. Host arithmetic in float64; σ in float32 as torch has them.

import { StudioError } from '../errors';
import type { SchedulerConfigOf } from '../formats/schedulerConfig';
import { scheduleErrors } from '../strings/errors/schedules';
import { impliedSample } from './prediction';
import {
  exponentialSigmas,
  finiteAlphas,
  interpolatedSigma,
  karrasSigmas,
  timestepOfSigma,
  trainingSigmas,
} from './sigmas';
import { checkSteps, linspace, roundHalfEven, trailing } from './timesteps';
import { CallCounter, neededNoise, type Sampler } from './trajectory';

/** Trajectories shorter than this end with lower orders where lower_order_final asks for it. */
const SHORT = 15;

type Config = SchedulerConfigOf<'DPMSolverMultistepScheduler'>;

/** A level of noise: x = α·x0 + σ·ε, λ = log(α/σ). */
interface Level {
  readonly alpha: number;
  readonly sigma: number;
  readonly lambda: number;
}

/** Of σ/α, the noise level of x/α. */
function levelOf(ratio: number): Level {
  const alpha = 1 / Math.sqrt(ratio ** 2 + 1);
  return { alpha, sigma: ratio * alpha, lambda: -Math.log(ratio) };
}

/**
 * Timesteps before σ are laid otherwise: one more than is asked for is spaced, the last of which,
 * the clean end, is left out.
 */
function spacedTimesteps(config: Config, alphas: Float32Array, steps: number): number[] {
  const { num_train_timesteps: total, timestep_spacing: spacing } = config;
  checkSteps(total, steps);
  // The noisiest timesteps are left out where λ falls below the clip: needed for squaredcos_cap_v2,
  // whose λ dives at its end.
  const end = alphas.filter(
    (alpha) =>
      Math.log(Math.sqrt(alpha)) - Math.log(Math.sqrt(1 - alpha)) >= config.lambda_min_clipped,
  ).length;
  if (spacing === 'trailing') return trailing(end, total, Math.ceil((end * steps) / total));
  if (spacing === 'linspace')
    return linspace(0, end - 1, steps + 1)
      .map(roundHalfEven)
      .reverse()
      .slice(0, -1);
  const ratio = Math.floor(end / (steps + 1));
  return Array.from({ length: steps }, (_, i) => (steps - i) * ratio + config.steps_offset);
}

export class DpmSolverMultistepScheduler implements Sampler {
  readonly timesteps: readonly number[];
  readonly sigmas: readonly number[];
  readonly initNoiseSigma = 1;
  private readonly levels: readonly Level[];
  private readonly calls: CallCounter;
  /** What is integrated (x0 or ε) at the last calls, the newest first. */
  private history: Float32Array[] = [];

  /**
   * `timesteps`: falling, other than the config spaces them. Errors: StudioError Unsupported for
   * combinations that have no rule.
   */
  constructor(
    private readonly config: Config,
    steps: number,
    timesteps?: readonly number[],
  ) {
    const {
      algorithm_type: algorithm,
      use_karras_sigmas: karras,
      use_exponential_sigmas: exponential,
      use_lu_lambdas: lu,
    } = config;
    const said = scheduleErrors;
    const refuse = (what: string): never => {
      throw new StudioError('Unsupported', ...said.noRule(what));
    };
    if (!algorithm.endsWith('++') && config.final_sigmas_type === 'zero')
      refuse(said.sigmaZero(algorithm));
    if (algorithm.startsWith('sde') && config.solver_order === 3)
      refuse(said.sdeOfOrderThree(algorithm));
    if ([karras, exponential, lu].filter(Boolean).length > 1) refuse(said.severalSpacings);
    const alphas = finiteAlphas(config);
    const training = trainingSigmas(alphas);
    const [most, least] = [training.at(-1)!, training[0]!];
    const spaced = timesteps ?? spacedTimesteps(config, alphas, steps);
    const sigmas = karras
      ? karrasSigmas(most, least, steps)
      : lu || exponential
        ? exponentialSigmas(most, least, steps)
        : spaced.map((t) => interpolatedSigma(training, t));
    const whole = exponential ? Math.trunc : roundHalfEven;
    this.timesteps =
      karras || lu || exponential
        ? sigmas.map((sigma) => whole(timestepOfSigma(training, sigma)))
        : spaced;
    this.sigmas = [...sigmas, config.final_sigmas_type === 'zero' ? 0 : least].map(Math.fround);
    this.levels = this.sigmas.map(levelOf);
    this.calls = new CallCounter(this.timesteps.length);
  }

  inputScale(): number {
    return 1;
  }

  drawsNoise(call: number): boolean {
    return this.config.algorithm_type.startsWith('sde') && this.sigmas[call + 1]! > 0;
  }

  /** The order of the step after a call: rising at the start, falling at the end. */
  private orderAt(call: number): number {
    const {
      solver_order: order,
      lower_order_final: lower,
      euler_at_final: euler,
      final_sigmas_type: final,
    } = this.config;
    const left = this.timesteps.length - 1 - call;
    const short = lower && this.timesteps.length < SHORT;
    const most =
      left === 0 && (euler || short || final === 'zero') ? 1 : left === 1 && short ? 2 : order;
    return Math.min(order, most, call + 1);
  }

  step(
    prediction: Float32Array,
    sample: Float32Array,
    noise: Float32Array | null,
  ): Float32Array<ArrayBuffer> {
    const { config, levels } = this;
    const { algorithm_type: algorithm, prediction_type: type } = config;
    const call = this.calls.next();
    const [from, to] = [levels[call]!, levels[call + 1]!];
    const [clean, sde] = [algorithm.endsWith('++'), algorithm.startsWith('sde')];
    const share = from.alpha ** 2;
    const integrated = prediction.map((value, i) => {
      const implied = impliedSample(type, value, sample[i]!, share);
      return clean ? implied.x0 : implied.epsilon;
    });
    this.history = [integrated, ...this.history].slice(0, config.solver_order);

    const h = to.lambda - from.lambda;
    // All forms are one: scale·∫e^{s·h}, with s = −1 (++), 1 (noise), −2 (++ with noise drawn).
    const s = clean ? (sde ? -2 : -1) : 1;
    const scale = clean ? -to.alpha : sde ? -2 * to.sigma : -to.sigma;
    const keep = clean ? (to.sigma / from.sigma) * (sde ? Math.exp(-h) : 1) : to.alpha / from.alpha;
    const deviation = sde
      ? to.sigma * (clean ? Math.sqrt(-Math.expm1(-2 * h)) : Math.sqrt(Math.expm1(2 * h)))
      : 0;
    const order = this.orderAt(call);
    const weights =
      order === 1 ? [scale * Math.expm1(s * h)] : this.weights(call, order, h, s, scale);
    const fresh = this.drawsNoise(call) ? neededNoise(noise, call) : null;
    return Float32Array.from(sample, (value, i) => {
      let sum = keep * value;
      for (let at = 0; at < order; at++) sum += weights[at]! * this.history[at]![i]!;
      return fresh ? sum + deviation * fresh[i]! : sum;
    });
  }

  /**
   * Weights of the last `order` answers, the newest first: the Taylor terms with their derivatives
   * as divided differences of the answers.
   */
  private weights(call: number, order: number, h: number, s: number, scale: number): number[] {
    const lambda = (back: number): number => this.levels[call - back]!.lambda;
    const zeroth = scale * Math.expm1(s * h);
    const series = scale * (Math.expm1(s * h) / (s * h) - 1);
    const near = h / (lambda(0) - lambda(1));
    if (order === 2) {
      const first = (this.config.solver_type === 'midpoint' ? zeroth / 2 : series) * near;
      return [zeroth + first, -first];
    }
    const second = scale * ((Math.expm1(s * h) - s * h) / (s * h) ** 2 - 0.5);
    const far = h / (lambda(1) - lambda(2));
    // D1 = d0 + r·(d0 − d1) and D2 = q·(d0 − d1) with d0 = near·(m0 − m1), d1 = far·(m1 − m2), r =
    // r0/(r0 + r1), q = 1/(r0 + r1).
    const [r0, r1] = [1 / near, 1 / far];
    const bend = (series * r0 + second) / (r0 + r1);
    const [ofNear, ofFar] = [(series + bend) * near, -bend * far];
    return [zeroth + ofNear, ofFar - ofNear, -ofFar];
  }
}
