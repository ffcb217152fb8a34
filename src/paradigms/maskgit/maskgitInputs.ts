// What step k of a MaskGIT run is fed, as a pure function of (settings, seed, k): which tokens are
// masked (schedules/amused.ts), which captions dropped. Policy and reference share the mask. All
// draws are counter-based (Philox).

import { microConditioning } from '../../models/uvit2d';
import type { MaskgitBase } from './maskgitBase';
import type { ImageTokens, TextConditioning } from '../imagePipeline';
import { STREAMS, uniforms } from '../../random/philox';
import { maskedTokens, trainingMask } from '../../schedules/amused';
import { objectiveOf } from '../../objectives';
import type { RunSettings } from '../../settings/runSettings';
import type { TrainingSample } from '../../runs/sampleSource';

export interface MaskgitContext {
  readonly model: MaskgitBase;
  readonly settings: Pick<RunSettings, 'seed' | 'captionDropout' | 'method' | 'maskedReduction'>;
  readonly empty: TextConditioning;
}

/**
 * Micro-conditions of a whole, uncropped picture: original width and height, crop (top, left),
 * aesthetic score 6 (aMUSEd pipeline's defaults).
 */
export function microConditions(model: MaskgitBase): [number, number, number, number, number] {
  return [model.imageSize, model.imageSize, 0, 0, 6];
}

/** Inputs of the MaskGIT training graph (maskgitTrainGraph.ts). Arrays are [batch, …]. */
export function maskgitInputs(
  { model, settings, empty }: MaskgitContext,
  samples: readonly TrainingSample[],
  step: number,
): Record<string, Float32Array | Int32Array> {
  const batch = samples.length;
  const length = model.latentSize ** 2;
  const tokens = new Int32Array(batch * length);
  const mask = new Float32Array(batch * length);
  const texts = samples.map((sample, item) => {
    tokens.set((sample.encoded as ImageTokens).tokens, item * length);
    const draws = uniforms(settings.seed, { stream: STREAMS.mask, step, item }, length + 1);
    mask.set(trainingMask(draws[length]!, draws.subarray(0, length)), item * length);
    const dropped =
      uniforms(settings.seed, { stream: STREAMS.captionDropout, step, item }, 1)[0]! <
      settings.captionDropout;
    return dropped ? empty : sample.text;
  });
  const ids = maskedTokens(tokens, mask, model.scheduler.mask_token_id);
  const masked = samples.map((_, item) =>
    mask.subarray(item * length, (item + 1) * length).reduce((sum, one) => sum + one, 0),
  );
  const all = masked.reduce((sum, count) => sum + count, 0);
  // A method's mean is over all masked tokens of the batch, or of each sample (or their sum).
  const k = Float32Array.from(masked, (count) =>
    objectiveOf(settings.method).tokenMean === 'batch'
      ? (count * batch) / all
      : settings.maskedReduction === 'sum'
        ? count
        : 1,
  );
  return {
    ids,
    tokens,
    mask,
    k,
    scores: Float32Array.from(samples, (sample) => sample.score),
    ...textInputs(model, texts),
  };
}

/**
 * `encoderHiddenStates` [N,T,D] and `conditioning` [N, micro_cond_embed_dim + cond_embed_dim] of
 * texts.
 */
export function textInputs(
  model: MaskgitBase,
  texts: readonly TextConditioning[],
): { encoderHiddenStates: Float32Array; conditioning: Float32Array } {
  const width = texts[0]!.hidden.length;
  const encoderHiddenStates = new Float32Array(texts.length * width);
  texts.forEach((text, i) => encoderHiddenStates.set(text.hidden, i * width));
  const micro = microConditions(model);
  return {
    encoderHiddenStates,
    conditioning: microConditioning(
      model.transformer,
      texts.map((text) => text.pooled!),
      texts.map(() => micro),
    ),
  };
}
