// What step k of a diffusion run is fed, as a pure function of (settings, seed, k): which samples,
// timesteps, noise, dropped captions. All draws are counter-based (Philox), so a resumed run,
// another executor and the PyTorch mirror see the same numbers.

import { normals, randomInt, STREAMS, uniforms } from '../../random/philox';
import type { NoiseSchedule } from '../../schedules/noiseSchedule';
import { timestepEmbedding } from '../../models/timestepEmbedding';
import type { UNet2DConditionConfig } from '../../formats/modelConfig';
import type { LatentMoments } from '../imagePipeline';
import type { TrainingSample } from '../../runs/sampleSource';

export interface DiffusionContext {
  readonly unet: UNet2DConditionConfig;
  readonly schedule: NoiseSchedule;
  readonly predictionType: 'epsilon' | 'v_prediction';
  readonly mseSpace: 'prediction' | 'eps' | 'x0';
  readonly scalingFactor: number;
  readonly seed: number;
  readonly captionDropout: number;
  /** Embedding of the empty prompt [L·D]. */
  readonly emptyEmbedding: Float32Array;
}

/**
 * Per-sample factor k_t that turns the error of the prediction into the error in `mseSpace`
 * (losses.md 1.0).
 */
export function errorFactor(
  context: Pick<DiffusionContext, 'schedule' | 'predictionType' | 'mseSpace'>,
  timestep: number,
): number {
  const alphaBar = context.schedule.alphasCumprod[timestep]!;
  if (context.mseSpace === 'prediction') return 1;
  if (context.predictionType === 'v_prediction')
    return context.mseSpace === 'eps' ? alphaBar : 1 - alphaBar;
  return context.mseSpace === 'eps' ? 1 : (1 - alphaBar) / alphaBar;
}

/**
 * Inputs of the training graph for `samples` drawn at `step`. Arrays are [batch, …]; see
 * trainGraph.ts for the names.
 */
export function diffusionInputs(
  context: DiffusionContext,
  samples: readonly TrainingSample[],
  step: number,
): Record<string, Float32Array> {
  const batch = samples.length;
  const length = (samples[0]!.encoded as LatentMoments).mean.length;
  const width = context.emptyEmbedding.length;
  const latents = new Float32Array(batch * length);
  const noise = new Float32Array(batch * length);
  const contextRows = new Float32Array(batch * width);
  const mixCoefficients = new Float32Array(batch * 2);
  const velocityCoefficients = new Float32Array(batch * 2);
  const scores = new Float32Array(batch);
  const k = new Float32Array(batch);
  const timesteps: number[] = [];
  samples.forEach((sample, item) => {
    const at = { step, item };
    const { mean, logVariance } = sample.encoded as LatentMoments;
    const draw = normals(context.seed, { stream: STREAMS.latent, ...at }, length);
    for (let i = 0; i < length; i++)
      latents[item * length + i] =
        context.scalingFactor * (mean[i]! + Math.exp(0.5 * logVariance[i]!) * draw[i]!);
    noise.set(normals(context.seed, { stream: STREAMS.noise, ...at }, length), item * length);
    const timestep = randomInt(
      context.seed,
      { stream: STREAMS.timestep, ...at },
      context.schedule.numTrainTimesteps,
    );
    timesteps.push(timestep);
    mixCoefficients.set(context.schedule.addNoiseCoefficients(timestep), item * 2);
    velocityCoefficients.set(context.schedule.velocityCoefficients(timestep), item * 2);
    const dropped =
      uniforms(context.seed, { stream: STREAMS.captionDropout, ...at }, 1)[0]! <
      context.captionDropout;
    contextRows.set(dropped ? context.emptyEmbedding : sample.text.hidden, item * width);
    scores[item] = sample.score;
    k[item] = errorFactor(context, timestep);
  });
  const timeProjection = timestepEmbedding(
    timesteps,
    context.unet.block_out_channels[0]!,
    context.unet.flip_sin_to_cos,
    context.unet.freq_shift,
  );
  return {
    latents,
    noise,
    mixCoefficients,
    timeProjection,
    context: contextRows,
    scores,
    k,
    ...(context.predictionType === 'v_prediction' ? { velocityCoefficients } : {}),
  };
}
