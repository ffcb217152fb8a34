// Noise -> latents by the model's own sampler or another (schedules/sampler.ts; DDIM: η = 0), in
// float64 on the host; the UNet's guided predictions come from the pipeline.

import { samplerConfig } from '../../formats/schedulerConfig';
import { timestepEmbedding } from '../../models/timestepEmbedding';
import { normals, STREAMS } from '../../random/philox';
import { firstCall, noised, openSampler } from '../../schedules/sampler';
import type { LatentMoments, SampleBatch } from '../paradigm';
import { packRows, withUnconditional } from '../rows';
import type { DiffusionBase } from './base';
import { SAMPLED_LOG_VARIANCE } from './networks';

/** Sinusoidal embedding [N, C0] of timesteps, as the UNet's first layer takes it. */
export function timeProjection(model: DiffusionBase, timesteps: readonly number[]): Float32Array {
  return timestepEmbedding(
    timesteps,
    model.unet.block_out_channels[0]!,
    model.unet.flip_sin_to_cos,
    model.unet.freq_shift,
  );
}

/**
 * One latent per seed, from noise or, noised to a strength, from the means of given latents
 * (SDEdit, Meng et al. 2022, as diffusers' image to image). Errors: abort; of the executor; of what
 * a sampler cannot do.
 */
export async function sampleLatents(
  model: DiffusionBase,
  {
    signal,
    texts,
    unconditional,
    seeds,
    inferenceSteps,
    sampler: name,
    start,
    predict,
  }: SampleBatch,
): Promise<LatentMoments[]> {
  const batch = texts.length;
  const length = model.latentSize[0] * model.latentSize[1] * model.latentChannels;
  const rows = withUnconditional(texts, unconditional);
  const context = packRows(
    rows.map((text) => text.hidden),
    rows.length,
  );
  const first = start ? firstCall(inferenceSteps, start.strength) : 0;
  const config = samplerConfig(model.schedulerFile, name);
  const sampler = openSampler(config, inferenceSteps, { first });
  // Item 0 of step n is the noise that call n adds; of step 0, what the trajectory starts from.
  const noiseOf = (step: number): Float32Array =>
    packRows(
      seeds.map((seed) => normals(seed, { stream: STREAMS.preview, step, item: 0 }, length)),
      batch,
    );
  const begin = (): Float32Array => {
    if (!start) return noiseOf(0).map((value) => value * sampler.initNoiseSigma);
    const means = start.encoded.map((one) =>
      (one as LatentMoments).mean.map((value) => value * model.vae.scaling_factor),
    );
    const given = packRows(means, batch);
    // A strength below one step leaves the image as it is.
    return first < inferenceSteps ? noised(config, sampler, first, given, noiseOf(0)) : given;
  };
  let latents = begin();
  const seen = new Float32Array(rows.length * length);
  for (const [call, timestep] of sampler.timesteps.entries()) {
    if (call < first) continue;
    signal.throwIfAborted();
    const scaled = latents.map((value) => value * sampler.inputScale(call));
    for (let at = 0; at < seen.length; at += scaled.length) seen.set(scaled, at);
    const prediction = await predict({
      sample: seen,
      timeProjection: timeProjection(
        model,
        rows.map(() => timestep),
      ),
      context,
    });
    latents = sampler.step(
      prediction,
      latents,
      sampler.drawsNoise(call) ? noiseOf(call + 1) : null,
    );
  }
  return seeds.map((_, i) => ({
    mean: latents
      .slice(i * length, (i + 1) * length)
      .map((value) => value / model.vae.scaling_factor),
    logVariance: new Float32Array(length).fill(SAMPLED_LOG_VARIANCE),
  }));
}
