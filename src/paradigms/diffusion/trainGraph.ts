// The training step as one graph: noising, reference forward, policy forward, per-sample errors,
// objective, derivatives of the adapters, norm, clip and optimizer. The reference runs first, so
// its activations are gone before the policy's are kept.
// Also the sampler's graph: one prediction. Randomness, schedules and guidance stay on the host
// (diffusionInputs.ts, textToImage.ts). What follows a sample's error (objective to optimizer) is
// shared with the MaskGIT step (maskgitTrainGraph.ts).
// Latents [N,h,w,C] channels-last; flat states `policy`, `gradients`, `adam.m`, `adam.v` are laid
// out by the adapter plan.

import type { UNet2DConditionConfig } from '../../formats/modelConfig';
import { differentiate } from '../../graph/differentiate';
import { GraphBuilder, type Graph, type Tensor } from '../../graph/graph';
import { optimize } from '../../graph/passes';
import { Layers, type AdapterBinding } from '../../models/layers';
import type { AdapterPlan } from '../../models/lora';
import { unet2dCondition, unetInputs } from '../../models/unet2dCondition';
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
  readonly method: 'tgo' | 'sft';
  /**
   * null: the base without adapters. 'reference': frozen adapters in the flat state `reference`,
   * laid out by `plan`.
   *  'none': no reference pass; log-ratios are 0 (SFT at half the cost; TGO has no meaning then and
   *  is refused).
   */
  readonly reference: null | 'reference' | 'none';
  readonly predictionType: 'epsilon' | 'v_prediction';
  /** Default AdamW. */
  readonly optimizer?: OptimizerName;
}

/** What a paradigm's forward passes hand to the rest of the step. */
export interface StepEnd {
  readonly method: 'tgo' | 'sft';
  /** Default AdamW. */
  readonly optimizer?: OptimizerName;
  readonly plan: AdapterPlan;
  /** The policy's pass: its attached adapters are the parameters. */
  readonly layers: Layers;
  /** The policy's prediction, and its derivative from terms [N,6] (see ops.ts). */
  readonly prediction: Tensor;
  readonly seed: (terms: Tensor) => Tensor;
  /** errors [N,3] = (m, r, a) of the paradigm's own measure, and scores [N]. */
  readonly errors: Tensor;
  readonly scores: Tensor;
}

/**
 * Adds objective, adapter derivatives, norm, clip and the optimizer, and finishes the graph. SGD's
 * buffer lies where Adam's first moment does. Outputs: errors [N,3], terms [N,6], norm [4].
 */
export function finishTrainGraph(
  b: GraphBuilder,
  { method, optimizer = 'adamw', plan, layers, prediction, seed, errors, scores }: StepEnd,
): Graph {
  if (layers.attached.length !== plan.entries.length)
    throw new Error(
      `the plan has ${plan.entries.length} adapters, the network took ${layers.attached.length}`,
    );
  const terms =
    method === 'tgo' ? b.thresholdGuidedLoss(errors, scores) : b.supervisedLoss(errors, scores);
  // Derivatives of the adapters, into the flat gradients.
  for (const state of ['gradients', 'adam.m', 'adam.v']) b.declareState(state, plan.length);
  const found = differentiate(b, {
    of: prediction,
    seed: seed(terms),
    wrt: layers.attached.flatMap(({ a, b: up }) => [a, up]),
  });
  for (const { entry, a, b: up } of layers.attached) {
    for (const [tensor, offset] of [
      [a, entry.offsetA],
      [up, entry.offsetB],
    ] as const) {
      const gradient = found.get(tensor);
      if (!gradient) throw new Error(`the prediction does not depend on ${tensor.name}`);
      b.pin(gradient, 'gradients', offset);
    }
  }
  // Global norm, clip, update of all adapters at once.
  const flat = (state: string): Tensor => b.state(state, 0, [plan.length]);
  const norm = b.gradientNorm(flat('gradients'));
  if (optimizer === 'sgd') b.sgd(flat('policy'), flat('gradients'), flat('adam.m'), norm);
  else
    b.adamw(flat('policy'), flat('gradients'), flat('adam.m'), flat('adam.v'), norm, {
      coupled: optimizer === 'adam',
    });
  b.output('errors', errors);
  b.output('terms', terms);
  b.output('norm', norm);
  return optimize(b.build());
}

/**
 * Inputs: latents, noise [N,h,w,C]; mixCoefficients [N,2] = (√ᾱ, √(1−ᾱ)); velocityCoefficients
 * [N,2] = (−√(1−ᾱ), √ᾱ) of (latents, noise)
 *  for v_prediction; timeProjection [N,C0]; context [N,L,D]; scores, k [N]. Outputs: errors [N,3],
 *  terms [N,6], norm [4].
 */
export function buildTrainGraph(options: TrainGraphOptions): Graph {
  const { unet, batch, height, width, plan, scale = 1 } = options;
  if (options.method === 'tgo' && options.reference === 'none')
    throw new Error('TGO needs a reference: its log-ratio is against it');
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
    method: options.method,
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
