// What step k of a diffusion run is fed, as a pure function of (settings, seed, k): which samples,
// timesteps, noise, dropped captions. All draws are counter-based (Philox), so a resumed run,
// another executor and the PyTorch mirror see the same numbers.

import type { InputData } from '../../executors/executor';
import { normals, randomInt, STREAMS, uniforms } from '../../random/philox';
import type {
  LatentMoments,
  TextConditioning,
  TrainingInputSettings,
  TrainingRow,
  TrajectoryState,
  Transition,
} from '../paradigm';
import { packRows } from '../rows';
import type { DiffusionBase } from './base';
import { timeProjection } from './sampler';

/**
 * Per-sample factor k_t that turns the error of the prediction into the error in `mseSpace`
 * (docs/losses.md 1.0).
 */
export function errorFactor(
  model: Pick<DiffusionBase, 'schedule' | 'predictionType'>,
  mseSpace: TrainingInputSettings['mseSpace'],
  timestep: number,
): number {
  const alphaBar = model.schedule.alphasCumprod[timestep]!;
  if (mseSpace === 'prediction') return 1;
  if (model.predictionType === 'v_prediction') return mseSpace === 'eps' ? alphaBar : 1 - alphaBar;
  return mseSpace === 'eps' ? 1 : (1 - alphaBar) / alphaBar;
}

/** The point of a trajectory that a row is; null for an image. */
const stateOf = ({ encoded }: TrainingRow): TrajectoryState | Transition | null =>
  'timestep' in encoded ? encoded : null;

/**
 * Inputs of diffusionErrors (errors.ts) at step `step`. Arrays are [batch, …]. A point of a
 * trajectory goes in as it is, in the places of latents and noise: x_t = 1·latents + 0·noise, and
 * its target, the prediction that was made there, is the noise (of v: 0·latents + 1·noise). A step
 * that a sampler drew has its own k.
 */
export function diffusionInputs(
  model: DiffusionBase,
  settings: TrainingInputSettings,
  empty: TextConditioning,
  rows: readonly TrainingRow[],
  step: number,
): InputData {
  const { seed, captionDropout, mseSpace } = settings;
  const { schedule } = model;
  const batch = rows.length;
  const length = model.latentSize[0] * model.latentSize[1] * model.latentChannels;
  const latents = new Float32Array(batch * length);
  const noise = new Float32Array(batch * length);
  const mixCoefficients = new Float32Array(batch * 2);
  const velocityCoefficients = new Float32Array(batch * 2);
  const k = new Float32Array(batch);
  const timesteps: number[] = [];
  const texts = rows.map((row, item) => {
    const at = { step, item: row.noiseOf ?? item };
    const timestepOf = row.timestepOf ?? at.item;
    const timestep =
      (stateOf(row) ?? stateOf(rows[timestepOf]!))?.timestep ??
      randomInt(
        seed,
        { stream: STREAMS.timestep, step, item: timestepOf },
        schedule.numTrainTimesteps,
      );
    timesteps.push(timestep);
    k[item] = errorFactor(model, mseSpace, timestep);
    const state = stateOf(row);
    if (state && 'factor' in state) k[item] = state.factor;
    if (state) {
      latents.set(state.sample, item * length);
      noise.set(state.prediction, item * length);
      mixCoefficients.set([1, 0], item * 2);
      velocityCoefficients.set([0, 1], item * 2);
    } else {
      const { mean, logVariance } = row.encoded as LatentMoments;
      const draw = normals(seed, { stream: STREAMS.latent, step, item }, length);
      for (let i = 0; i < length; i++)
        latents[item * length + i] =
          model.vae.scaling_factor * (mean[i]! + Math.exp(0.5 * logVariance[i]!) * draw[i]!);
      noise.set(normals(seed, { stream: STREAMS.noise, ...at }, length), item * length);
      mixCoefficients.set(schedule.addNoiseCoefficients(timestep), item * 2);
      velocityCoefficients.set(schedule.velocityCoefficients(timestep), item * 2);
    }
    const dropped =
      !row.keepsText &&
      uniforms(seed, { stream: STREAMS.captionDropout, ...at }, 1)[0]! < captionDropout;
    return dropped ? empty : row.text;
  });
  return {
    latents,
    noise,
    mixCoefficients,
    timeProjection: timeProjection(model, timesteps),
    context: packRows(
      texts.map((text) => text.hidden),
      batch,
    ),
    k,
    ...(model.predictionType === 'v_prediction' ? { velocityCoefficients } : {}),
  };
}
