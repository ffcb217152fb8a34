// The part of a diffusion training step that is the paradigm's: noising, reference forward, policy
// forward and each sample's error. The reference runs first, so its activations are gone before the
// policy's are kept. Objective to optimizer come after it (runs/trainStepEnd.ts); timesteps and
// noise are drawn on the host (trainingInputs.ts).

import type { GraphBuilder, Tensor } from '../../graph/graph';
import { Layers } from '../../models/layers';
import { unet2dCondition } from '../../models/unet2dCondition';
import type { ErrorGraphOptions, ErrorsPart } from '../paradigm';
import type { UnetSize } from './graphs';

export interface DiffusionErrorOptions extends UnetSize, ErrorGraphOptions {
  readonly predictionType: 'epsilon' | 'v_prediction';
}

/**
 * Inputs: latents, noise [N,h,w,C]; mixCoefficients [N,2] = (√ᾱ, √(1−ᾱ)); velocityCoefficients
 * [N,2] = (−√(1−ᾱ), √ᾱ) of (latents, noise) for v_prediction; timeProjection [N,C0]; context
 * [N,L,D]; k [N]. Errors [N,3] = (m, r, −(m − r)/T) with m and r the k-fold mean squared errors of
 * policy and reference (docs/losses.md 1.0).
 */
export function diffusionErrors(b: GraphBuilder, options: DiffusionErrorOptions): ErrorsPart {
  const { unet, batch, height, width, plan, scale = 1 } = options;
  // 1. Forward noising, DDPM (Ho et al. 2020) eq. 4, and the target: the noise, or the velocity
  //    (Salimans & Ho 2022).
  const latents = b.input('latents', [batch, height, width, unet.in_channels]);
  const noise = b.input('noise', latents.shape);
  const sample = b.mixPerSample(latents, noise, b.input('mixCoefficients', [batch, 2]));
  const target =
    options.predictionType === 'v_prediction'
      ? b.mixPerSample(latents, noise, b.input('velocityCoefficients', [batch, 2]))
      : noise;
  const inputs = {
    sample,
    timeProjection: b.input('timeProjection', [batch, unet.block_out_channels[0]!]),
    context: b.input('context', [batch, options.contextTokens, unet.cross_attention_dim]),
  };
  const k = b.input('k', [batch]);
  // 2. Reference and policy see the same noisy latents, timesteps and prompts.
  const referencePass = (): Tensor => {
    const adapters = options.reference === null ? null : { state: options.reference, plan, scale };
    return unet2dCondition(new Layers(b, { model: 'unet', adapters }), unet, inputs);
  };
  const reference = options.reference === 'none' ? null : referencePass();
  const layers = new Layers(b, { model: 'unet', adapters: { state: 'policy', plan, scale } });
  const prediction = unet2dCondition(layers, unet, inputs);
  return {
    layers,
    prediction,
    hasReference: reference !== null,
    errors: b.sampleErrors(prediction, reference, target, k),
    seed: (terms, measured) =>
      b.sampleErrorsInput(prediction, target, k, terms, measured ? reference : null),
    distances: reference && (() => b.predictionDistances(prediction, reference, target, k)),
  };
}
