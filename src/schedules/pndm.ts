// PNDM (Liu et al. 2022): pseudo linear multistep of fourth order (equation 12) over the transfer
// step of equation 9, started by pseudo Runge-Kutta steps (equation 13, four calls each) or, with
// skip_prk_steps, by lower orders as Stable Diffusion does. The first of those steps is taken
// twice: once to guess, then from the mean of both ends' predictions. Host arithmetic.

import { StudioError } from '../errors';
import type { SchedulerConfigOf } from '../formats/schedulerConfig';
import { scheduleErrors } from '../strings/errors/schedules';
import { NoiseSchedule } from './noiseSchedule';
import { samplerTimesteps } from './timesteps';
import { CallCounter, type Sampler } from './trajectory';

/** Adams-Bashforth weights over the last predictions, the newest first, by how many there are. */
const MULTISTEP: readonly (readonly number[])[] = [
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];
/** Runge-Kutta weights of the four calls of one step. */
const RUNGE_KUTTA: readonly number[] = [1 / 6, 1 / 3, 1 / 3, 1 / 6];
/** Steps that Runge-Kutta takes, four calls each, before there are predictions enough. */
const STARTING_STEPS = 3;

/** Σ weight·array, of one length. */
function combined(arrays: readonly Float32Array[], weights: readonly number[]): Float32Array {
  return arrays[0]!.map((_, i) =>
    weights.reduce((sum, weight, at) => sum + weight * arrays[at]![i]!, 0),
  );
}

export class PndmScheduler implements Sampler {
  readonly timesteps: readonly number[];
  readonly sigmas = null;
  readonly initNoiseSigma = 1;
  private readonly schedule: NoiseSchedule;
  private readonly finalAlphaBar: number;
  /** Training timesteps between two steps. */
  private readonly stride: number;
  /** Calls of the Runge-Kutta start. */
  private readonly startingCalls: number;
  private readonly calls: CallCounter;
  /** The last predictions, the newest first. */
  private history: Float32Array[] = [];
  /** Predictions of the Runge-Kutta step under way, in order. */
  private inner: Float32Array[] = [];
  /** The sample a step of several calls began from. */
  private origin: Float32Array | null = null;

  /**
   * Errors: StudioError Unsupported for a network that predicts the sample, or a schedule without
   * any signal at its end;
   *  BadSettings for fewer than four steps with a Runge-Kutta start.
   */
  constructor(
    private readonly config: SchedulerConfigOf<'PNDMScheduler'>,
    steps: number,
  ) {
    const said = scheduleErrors;
    if (config.prediction_type === 'sample')
      throw new StudioError('Unsupported', ...said.pndmSample());
    this.schedule = new NoiseSchedule(config);
    this.stride = Math.floor(config.num_train_timesteps / steps);
    this.finalAlphaBar = config.set_alpha_to_one ? 1 : this.schedule.alphasCumprod[0]!;
    const visited = samplerTimesteps(config, steps);
    if (config.skip_prk_steps) {
      this.startingCalls = 0;
      this.timesteps =
        visited.length === 1 ? visited : [visited[0]!, visited[1]!, ...visited.slice(1)];
    } else {
      if (steps <= STARTING_STEPS)
        throw new StudioError('BadSettings', ...said.pndmSteps(steps, STARTING_STEPS + 1));
      const half = Math.floor(this.stride / 2);
      // Each starting step asks at its beginning, twice halfway to the next and at the next.
      const starting = visited
        .slice(0, STARTING_STEPS)
        .flatMap((from, i) => [
          from,
          visited[i + 1]! + half,
          visited[i + 1]! + half,
          visited[i + 1]!,
        ]);
      this.startingCalls = starting.length;
      this.timesteps = [...starting, ...visited.slice(STARTING_STEPS)];
    }
    if (this.timesteps.some((t) => this.schedule.alphasCumprod[t] === 0)) {
      throw new StudioError('Unsupported', ...said.pndmNoSignal(this.timesteps[0]!));
    }
    this.calls = new CallCounter(this.timesteps.length);
  }

  inputScale(): number {
    return 1;
  }

  drawsNoise(): boolean {
    return false;
  }

  step(prediction: Float32Array, sample: Float32Array): Float32Array<ArrayBuffer> {
    const call = this.calls.next();
    return call < this.startingCalls
      ? this.rungeKutta(prediction, call, sample)
      : this.multistep(prediction, call, sample);
  }

  private rungeKutta(
    prediction: Float32Array,
    call: number,
    sample: Float32Array,
  ): Float32Array<ArrayBuffer> {
    const stage = call % RUNGE_KUTTA.length;
    if (stage === 0) {
      this.history = [prediction, ...this.history];
      this.inner = [];
      this.origin = sample;
    }
    this.inner.push(prediction);
    const slope = stage === RUNGE_KUTTA.length - 1 ? combined(this.inner, RUNGE_KUTTA) : prediction;
    const to = this.timesteps[call]! - (stage % 2 === 0 ? Math.floor(this.stride / 2) : 0);
    return this.transfer(this.origin!, this.timesteps[call - stage]!, to, slope);
  }

  private multistep(
    prediction: Float32Array,
    call: number,
    sample: Float32Array,
  ): Float32Array<ArrayBuffer> {
    const timestep = this.timesteps[call]!;
    // The second call of a start without Runge-Kutta repeats the first step.
    if (call === 1)
      return this.transfer(
        this.origin!,
        timestep + this.stride,
        timestep,
        combined([prediction, this.history[0]!], [1 / 2, 1 / 2]),
      );
    this.history = [prediction, ...this.history].slice(0, MULTISTEP.length);
    if (call === 0) this.origin = sample;
    return this.transfer(
      sample,
      timestep,
      timestep - this.stride,
      combined(this.history, MULTISTEP[this.history.length - 1]!),
    );
  }

  /**
   * Equation 9: the sample moved from one timestep to another along `slope`. Float32 at each
   * operation, as torch: where ᾱ is almost 0 two
   *  large numbers cancel, and the reference's own roundings show.
   */
  private transfer(
    sample: Float32Array,
    from: number,
    to: number,
    slope: Float32Array,
  ): Float32Array<ArrayBuffer> {
    const { fround, sqrt } = Math;
    const { alphasCumprod } = this.schedule;
    const alpha = alphasCumprod[from]!;
    const next = to >= 0 ? alphasCumprod[to]! : this.finalAlphaBar;
    const beta = fround(1 - alpha);
    const keep = fround(sqrt(fround(next / alpha)));
    const change = fround(next - alpha);
    const divisor = fround(
      fround(alpha * fround(sqrt(fround(1 - next)))) +
        fround(sqrt(fround(fround(alpha * beta) * next))),
    );
    const [a, b] = [fround(sqrt(alpha)), fround(sqrt(beta))];
    const isVelocity = this.config.prediction_type === 'v_prediction';
    return Float32Array.from(sample, (value, i) => {
      const noise = isVelocity ? fround(fround(a * slope[i]!) + fround(b * value)) : slope[i]!;
      return fround(keep * value) - fround(fround(change * noise) / divisor);
    });
  }
}
