// What a diffusion model samples by itself, for DRO (docs/losses.md 1.13): DPM-Solver++ of second
// order without guidance, every trajectory on timesteps of its own. Kept are the wanted points: x_t
// before the step, and the network's prediction there.

import { samplerConfig, type SchedulerConfigOf } from '../../formats/schedulerConfig';
import { normals, randomInt, STREAMS } from '../../random/philox';
import { DpmSolverMultistepScheduler } from '../../schedules/dpmSolverMultistep';
import type { OwnBatch, OwnSample, TrajectoryState } from '../paradigm';
import { packRows } from '../rows';
import type { DiffusionBase } from './base';
import { timeProjection } from './sampler';

/**
 * Timesteps of a trajectory, falling: the schedule is cut into `steps` equal parts, and each part
 * gives its timestep number `shift`.
 */
export function shiftedTimesteps(
  numTrainTimesteps: number,
  steps: number,
  shift: number,
): readonly number[] {
  return Array.from(
    { length: steps },
    (_, call) => Math.floor(((steps - 1 - call) * numTrainTimesteps) / steps) + shift,
  );
}

/** Points of one trajectory per seed. Errors: abort; of the executor. */
export async function ownTrajectories(
  model: DiffusionBase,
  { signal, texts, seeds, inferenceSteps: steps, calls, predict }: OwnBatch,
): Promise<OwnSample[][]> {
  const batch = texts.length;
  const length = latentLength(model);
  const { numTrainTimesteps } = model.schedule;
  const config = {
    ...(samplerConfig(
      model.schedulerFile,
      'dpmpp_2m',
    ) as SchedulerConfigOf<'DPMSolverMultistepScheduler'>),
    use_karras_sigmas: false,
    use_exponential_sigmas: false,
    use_lu_lambdas: false,
  };
  const width = Math.floor(numTrainTimesteps / steps);
  // Padding rows follow the first trajectory's timesteps; nobody reads them.
  const samplers = Array.from({ length: batch }, (_, row) => {
    const at = { stream: STREAMS.timestep, step: 0, item: 0 };
    const shift = randomInt(seeds[row] ?? seeds[0]!, at, width);
    const timesteps = shiftedTimesteps(numTrainTimesteps, steps, shift);
    return new DpmSolverMultistepScheduler(config, steps, timesteps);
  });
  const latents = samplers.map((_, row) =>
    normals(seeds[row] ?? seeds[0]!, { stream: STREAMS.preview, step: 0, item: 0 }, length),
  );
  const context = packRows(
    texts.map((text) => text.hidden),
    batch,
  );
  const seen = seeds.map(() => new Map<number, TrajectoryState>());
  for (let call = 0; call < steps; call++) {
    signal.throwIfAborted();
    const timesteps = samplers.map((sampler) => sampler.timesteps[call]!);
    const predicted = await predict({
      sample: packRows(latents, batch),
      timeProjection: timeProjection(model, timesteps),
      context,
    });
    samplers.forEach((sampler, row) => {
      const sample = latents[row]!;
      const prediction = predicted.slice(row * length, (row + 1) * length);
      if (calls[row]?.includes(call))
        seen[row]!.set(call, { sample, prediction, timestep: timesteps[row]! });
      latents[row] = sampler.step(prediction, sample, null);
    });
  }
  return seen.map((states, row) => calls[row]!.map((call) => states.get(call)!));
}

export const latentLength = ({
  latentSize: [height, width],
  latentChannels,
}: DiffusionBase): number => height * width * latentChannels;

/** x_t, the prediction and t, laid end to end. */
export const ownLength = (model: DiffusionBase): number => 2 * latentLength(model) + 1;

export function ownNumbers(own: OwnSample): Float32Array {
  const { sample, prediction, timestep } = own as TrajectoryState;
  const numbers = new Float32Array(2 * sample.length + 1);
  numbers.set(sample);
  numbers.set(prediction, sample.length);
  numbers[2 * sample.length] = timestep;
  return numbers;
}

export function ownSample(model: DiffusionBase, numbers: Float32Array): TrajectoryState {
  const length = latentLength(model);
  return {
    sample: numbers.slice(0, length),
    prediction: numbers.slice(length, 2 * length),
    timestep: numbers[2 * length]!,
  };
}
