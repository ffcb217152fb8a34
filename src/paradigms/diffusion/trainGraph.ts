// The training step as one graph: noising, reference forward, policy forward, per-sample errors,
// objective, derivatives of the adapters, norm, clip and optimizer. The reference runs first, so
// its activations are gone before the policy's are kept.
// Also the sampler's graph: one prediction. Randomness, schedules and guidance stay on the host
// (diffusionInputs.ts, textToImage.ts). What follows a sample's error (objective to optimizer) is
// the same for every paradigm (runs/trainStepEnd.ts).
// Latents [N,h,w,C] channels-last; flat states `policy`, `gradients`, `adam.m`, `adam.v` are laid
// out by the adapter plan.

import type { UNet2DConditionConfig } from '../../formats/modelConfig';
import { GraphBuilder, type Graph, type Tensor } from '../../graph/graph';
import { optimize } from '../../graph/passes';
import { Layers, type AdapterBinding } from '../../models/layers';
import type { AdapterPlan } from '../../models/lora';
import { unet2dCondition, unetInputs } from '../../models/unet2dCondition';
import type { Objective } from '../../objectives';
import { finishTrainGraph } from '../../runs/trainStepEnd';
import type { OptimizerName } from '../../settings/runSettings';

export interface GraphSize {
  readonly unet: UNet2DConditionConfig;
  readonly batch: number;
  /** Height and width of the latents. */
  readonly height: number;
  readonly width: number;
  readonly contextTokens: number;
}

export interface TrainGraphOptions extends GraphSize {
  readonly plan: AdapterPlan;
  /** alpha/rank; default 1 (alpha = rank). */
  readonly scale?: number;
  readonly objective: Objective;
  /**
   * null: the base without adapters. 'reference': frozen adapters in the flat state `reference`,
   * laid out by `plan`.
   *  'none': no reference pass; log-ratios are 0 (methods without a reference, at half the cost; others
   *  are refused).
   */
  readonly reference: null | 'reference' | 'none';
  readonly predictionType: 'epsilon' | 'v_prediction';
  /** Default AdamW. */
  readonly optimizer?: OptimizerName;
}

/**
 * Inputs: latents, noise [N,h,w,C]; mixCoefficients [N,2] = (√ᾱ, √(1−ᾱ)); velocityCoefficients
 * [N,2] = (−√(1−ᾱ), √ᾱ) of (latents, noise)
 *  for v_prediction; timeProjection [N,C0]; context [N,L,D]; scores, k [N]. Outputs: errors [N,3],
 *  terms [N,6], norm [4].
 */
export function buildTrainGraph(options: TrainGraphOptions): Graph {
  const { unet, batch, height, width, plan, scale = 1 } = options;
  if (options.objective.reference !== 'none' && options.reference === 'none')
    throw new Error(`${options.objective.label} needs a reference: its log-ratio is against it`);
  const b = new GraphBuilder();
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
  const scores = b.input('scores', [batch]);
  const k = b.input('k', [batch]);
  // 2. Reference and policy see the same noisy latents, timesteps and prompts.
  let reference: Tensor | null = null;
  if (options.reference !== 'none') {
    const adapters = options.reference === null ? null : { state: options.reference, plan, scale };
    reference = unet2dCondition(new Layers(b, { model: 'unet', adapters }), unet, inputs);
  }
  const layers = new Layers(b, { model: 'unet', adapters: { state: 'policy', plan, scale } });
  const policy = unet2dCondition(layers, unet, inputs);
  // 3. Log-ratio −(m − r)/T, objective, derivatives, update.
  const errors = b.sampleErrors(policy, reference, target, k);
  return finishTrainGraph(b, {
    objective: options.objective.terms,
    ...(options.optimizer && { optimizer: options.optimizer }),
    plan,
    layers,
    prediction: policy,
    errors,
    scores,
    seed: (terms) => b.sampleErrorsInput(policy, target, k, terms),
  });
}

export interface DenoiseGraphOptions extends GraphSize {
  readonly adapters: AdapterBinding | null;
}

/**
 * Inputs: sample [N,h,w,C], timeProjection [N,C0], context [N,L,D]. Output: prediction [N,h,w,C].
 */
export function buildDenoiseGraph(options: DenoiseGraphOptions): Graph {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'unet', adapters: options.adapters });
  b.output(
    'prediction',
    unet2dCondition(layers, options.unet, unetInputs(b, options.unet, options)),
  );
  return optimize(b.build());
}
