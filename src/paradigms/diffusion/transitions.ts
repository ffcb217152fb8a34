// Trajectories as DDPO takes them (docs/losses.md 1.16): DDIM with η = 1 and without guidance,
// every step a draw about a mean that is linear in the prediction. Of a step x_{t−1} = a·x_t +
// c·p + σ·z the target is p + (σ/c)·z, and k = c²/(2σ²).

import { samplerConfig, type SchedulerConfigOf } from '../../formats/schedulerConfig';
import { normals, permutation, STREAMS } from '../../random/philox';
import { DdimScheduler } from '../../schedules/ddim';
import type {
  SampledTrajectory,
  Transition,
  TransitionBatch,
  TransitionSampler,
} from '../paradigm';
import { packRows } from '../rows';
import type { DiffusionBase } from './base';
import { SAMPLED_LOG_VARIANCE } from './networks';
import { timeProjection } from './sampler';
import { latentLength, ownLength, ownNumbers, ownSample } from './trajectory';

const ETA = 1;

/** DDIM over a model's own schedule, no sample clipped: the mean is then linear. */
function openDdim(model: DiffusionBase, steps: number): DdimScheduler {
  const config = samplerConfig(model.schedulerFile, 'ddim') as SchedulerConfigOf<'DDIMScheduler'>;
  return new DdimScheduler({ ...config, clip_sample: false }, steps);
}

/** k·mean (a − b)². */
function errorOf(a: Float32Array, b: Float32Array, factor: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return (factor * sum) / a.length;
}

async function sampleTransitions(
  model: DiffusionBase,
  { signal, texts, seeds, inferenceSteps, kept, predict }: TransitionBatch,
): Promise<SampledTrajectory[]> {
  const batch = texts.length;
  const length = latentLength(model);
  const ddim = openDdim(model, inferenceSteps);
  const spreads = ddim.timesteps.map((timestep) => ddim.spread(timestep, ETA));
  const drawn = spreads.flatMap(({ deviation }, call) => (deviation > 0 ? [call] : []));
  if (drawn.length === 0) throw new Error(`no step of ${inferenceSteps} is drawn`);
  /** The same call may be kept more than once. */
  const wanted = seeds.map((seed) => {
    const order = permutation(seed, { stream: STREAMS.timestep, step: 0, item: 0 }, drawn.length);
    return Array.from({ length: kept }, (_, i) => drawn[order[i % drawn.length]!]!);
  });
  const context = packRows(
    texts.map((text) => text.hidden),
    batch,
  );
  // Item 0 of step n is the noise of call n − 1; of step 0, what the trajectory starts from.
  const noiseOf = (step: number): Float32Array[] =>
    texts.map((_, row) =>
      normals(seeds[row] ?? seeds[0]!, { stream: STREAMS.preview, step, item: 0 }, length),
    );
  const steps = seeds.map(() => new Map<number, Transition>());
  let latents = noiseOf(0);
  for (const [call, timestep] of ddim.timesteps.entries()) {
    signal.throwIfAborted();
    const predicted = await predict({
      sample: packRows(latents, batch),
      timeProjection: timeProjection(
        model,
        texts.map(() => timestep),
      ),
      context,
    });
    const { gain, deviation } = spreads[call]!;
    const factor = gain ** 2 / (2 * deviation ** 2);
    const noises = noiseOf(call + 1);
    latents = latents.map((sample, row) => {
      const prediction = predicted.slice(row * length, (row + 1) * length);
      const noise = noises[row]!;
      if (wanted[row]?.includes(call)) {
        const target = prediction.map((value, i) => value + (deviation / gain) * noise[i]!);
        const sampledError = errorOf(prediction, target, factor);
        steps[row]!.set(call, { sample, prediction: target, timestep, factor, sampledError });
      }
      return ddim.step(prediction, timestep, sample, { eta: ETA, noise });
    });
  }
  return steps.map((found, row) => ({
    encoded: {
      mean: latents[row]!.map((value) => value / model.vae.scaling_factor),
      logVariance: new Float32Array(length).fill(SAMPLED_LOG_VARIANCE),
    },
    transitions: wanted[row]!.map((call) => found.get(call)!),
  }));
}

export const transitions: TransitionSampler<DiffusionBase> = {
  sample: sampleTransitions,
  length: (model) => ownLength(model) + 2,
  toNumbers(step) {
    const own = ownNumbers(step);
    const numbers = new Float32Array(own.length + 2);
    numbers.set(own);
    numbers.set([step.factor, step.sampledError], own.length);
    return numbers;
  },
  fromNumbers(model, numbers) {
    const [factor, sampledError] = numbers.slice(-2) as unknown as [number, number];
    return { ...ownSample(model, numbers.subarray(0, -2)), factor, sampledError };
  },
};
