// Mask tokens -> images by parallel decoding in a few steps (Chang et al. 2022; diffusers
// pipeline_amused.py), in float64 on the host; guided logits come from the pipeline.

import { STREAMS, uniforms } from '../../random/philox';
import { AmusedScheduler, drawTokens, gumbelNoise } from '../../schedules/amused';
import { firstCall } from '../../schedules/sampler';
import type { ImageTokens, OwnBatch, OwnSample, SampleBatch } from '../paradigm';
import type { MaskgitBase } from './base';
import { withUnconditional } from '../rows';
import { textInputs } from './textInputs';

/** What a random number of the sampler is for: item of its counter. */
const ITEM = { token: 0, gumbel: 1, mask: 2 } as const;

/**
 * The tokens of an image with a share of them masked, that of the schedule before call `first`
 * (diffusers' AmusedImg2ImgPipeline: add_noise).
 */
function remasked(
  { tokens }: ImageTokens,
  uniformsOf: ArrayLike<number>,
  share: number,
  maskToken: number,
): Int32Array {
  return tokens.map((token, i) => (uniformsOf[i]! < share ? maskToken : token));
}

/**
 * One grid of tokens per seed, from masks alone or from given grids with a share of their tokens
 * masked again. Errors: abort; of the executor.
 */
export async function sampleTokens(
  model: MaskgitBase,
  { signal, texts, unconditional, seeds, inferenceSteps, start, predict }: SampleBatch,
): Promise<ImageTokens[]> {
  const batch = texts.length;
  const length = model.latentSize[0] * model.latentSize[1];
  const { mask_token_id: maskToken } = model.scheduler;
  const rows = withUnconditional(texts, unconditional);
  const text = textInputs(model, rows);
  const scheduler = new AmusedScheduler(model.scheduler, inferenceSteps);
  const first = start ? firstCall(inferenceSteps, start.strength) : 0;
  const masks = (seed: number): ArrayLike<number> =>
    uniforms(seed, { stream: STREAMS.preview, step: first, item: ITEM.mask }, length);
  const samples: Int32Array[] = seeds.map((seed, i) =>
    start
      ? remasked(
          start.encoded[i] as ImageTokens,
          masks(seed),
          scheduler.maskedShare(first),
          maskToken,
        )
      : new Int32Array(length).fill(maskToken),
  );
  for (const [step, timestep] of scheduler.timesteps.entries()) {
    if (step < first) continue;
    signal.throwIfAborted();
    const ids = new Int32Array(rows.length * length).fill(maskToken);
    samples.forEach((sample, i) => {
      for (let row = i; row < rows.length; row += batch) ids.set(sample, row * length);
    });
    const guided = await predict({ ids, ...text });
    const each = guided.length / batch;
    samples.forEach((sample, i) => {
      // Of a given image, where no token was masked: it is done.
      if (!sample.includes(maskToken)) return;
      const logits = guided.subarray(i * each, (i + 1) * each);
      const random = (item: number) =>
        uniforms(seeds[i]!, { stream: STREAMS.preview, step, item }, length);
      samples[i] = scheduler.step({
        logits,
        drawn: drawTokens(logits, random(ITEM.token)),
        gumbel: timestep > 0 ? gumbelNoise(random(ITEM.gumbel)) : null,
        timestep,
        sample,
      }).sample;
    });
  }
  return samples.map((tokens) => ({ tokens }));
}

/**
 * What the model samples without guidance: the whole grid of a seed for each wanted call, since
 * training masks it anew. Errors: abort; of the executor.
 */
export async function ownTokens(
  model: MaskgitBase,
  { calls, ...batch }: OwnBatch,
): Promise<OwnSample[][]> {
  const grids = await sampleTokens(model, { ...batch, unconditional: null, sampler: null });
  return grids.map((grid, i) => calls[i]!.map(() => grid));
}
