// The training step of a MaskGIT transformer as one graph: reference forward, policy forward, each
// sample's mean log-probability of its masked tokens, objective, derivatives of the adapters, norm,
// clip and optimizer (losses.md 1.17; the end is runs/trainStepEnd.ts). Also the sampler's graph: one
// prediction. Masking, conditioning rows and guidance stay on the host (schedules/amused.ts,
// models/uvit2d.ts). Policy and reference see the same masked tokens. Flat states are those of
// trainGraph.ts.

import { StudioError } from '../../errors';
import type { UVit2DConfig } from '../../formats/modelConfig';
import { GraphBuilder, sizeOf, type Graph, type Tensor } from '../../graph/graph';
import { optimize } from '../../graph/passes';
import { Layers, type AdapterBinding } from '../../models/layers';
import type { AdapterPlan } from '../../models/lora';
import { readsConditioning, uvit2d, uvitInputs } from '../../models/uvit2d';
import type { OptimizerName } from '../../settings/runSettings';
import type { Objective } from '../../objectives';
import { finishTrainGraph } from '../../runs/trainStepEnd';

export interface MaskgitGraphSize {
  readonly uvit: UVit2DConfig;
  readonly batch: number;
  readonly contextTokens: number;
  /** Height and width in tokens; default the config's sample_size. */
  readonly height?: number;
  readonly width?: number;
}

export interface MaskgitTrainGraphOptions extends MaskgitGraphSize {
  readonly plan: AdapterPlan;
  /** alpha/rank; default 1 (alpha = rank). */
  readonly scale?: number;
  readonly objective: Objective;
  /**
   * As in TrainGraphOptions: the base, frozen adapters in the state `reference`, or no reference
   * pass (methods without one only).
   */
  readonly reference: null | 'reference' | 'none';
  /** Default AdamW. */
  readonly optimizer?: OptimizerName;
}

function sizeFor({
  uvit,
  batch,
  contextTokens,
  height = uvit.sample_size,
  width = uvit.sample_size,
}: MaskgitGraphSize): { batch: number; height: number; width: number; contextTokens: number } {
  return { batch, height, width, contextTokens };
}

/**
 * Inputs: ids [N,H,W] (i32; the tokens with the masked ones replaced by the mask token), tokens
 * [N,H,W] (i32), mask [N,H,W] (1 = masked),
 *  encoderHiddenStates [N,T,D], conditioning [N,·] (microConditioning), scores [N], k [N] (1: mean
 *  over a sample's masked tokens,
 *  |M_i|: their sum). Uniform `temperature` is 1 here, as the log-ratio has no T. Outputs: errors
 *  [N,3] = (−k·log-probability of the policy, of the reference, log-ratio), terms [N,6], norm [4].
 *  Errors: StudioError BadSettings when the plan adapts a layer that
 *  no derivative reaches; Unsupported when the network gives another number of logits than there
 *  are tokens.
 */
export function buildMaskgitTrainGraph(options: MaskgitTrainGraphOptions): Graph {
  const { uvit, plan, scale = 1 } = options;
  if (options.objective.reference !== 'none' && options.reference === 'none')
    throw new Error(`${options.objective.label} needs a reference: its log-ratio is against it`);
  const unreached = plan.entries.find(({ module }) => readsConditioning(module));
  if (unreached)
    throw new StudioError(
      'BadSettings',
      `The layer ${unreached.module} only sees the conditioning, and its adapter cannot be ` +
        'trained.',
      'Choose targets such as to_q, to_k, to_v, to_out.0, ff.net.0.proj.',
    );
  const b = new GraphBuilder();
  const inputs = uvitInputs(b, uvit, sizeFor(options));
  const tokens = b.input('tokens', inputs.ids.shape, 'i32');
  const mask = b.input('mask', inputs.ids.shape);
  const scores = b.input('scores', [options.batch]);
  const k = b.input('k', [options.batch]);
  let reference: Tensor | null = null;
  if (options.reference !== 'none') {
    const adapters = options.reference === null ? null : { state: options.reference, plan, scale };
    reference = uvit2d(new Layers(b, { model: 'transformer', adapters }), uvit, inputs);
  }
  const layers = new Layers(b, {
    model: 'transformer',
    adapters: { state: 'policy', plan, scale },
  });
  const policy = uvit2d(layers, uvit, inputs);
  if (sizeOf(policy.shape) !== sizeOf(tokens.shape) * uvit.codebook_size) {
    throw new StudioError(
      'Unsupported',
      `The transformer turns ${inputs.ids.shape.slice(1).join('×')} tokens into ` +
        `${policy.shape.slice(1, 3).join('×')} predictions.`,
      'Use a model that downsamples and upsamples alike, on an even number of tokens a side.',
    );
  }
  const { errors, lse } = b.maskedLogProb(policy, reference, tokens, mask, k);
  return finishTrainGraph(b, {
    objective: options.objective.terms,
    ...(options.optimizer && { optimizer: options.optimizer }),
    plan,
    layers,
    prediction: policy,
    errors,
    scores,
    seed: (terms) => b.maskedLogProbInput(policy, tokens, mask, k, terms, lse),
  });
}

export interface TokenLogitsGraphOptions extends MaskgitGraphSize {
  readonly adapters: AdapterBinding | null;
}

/**
 * Inputs: ids [N,H,W] (i32), encoderHiddenStates [N,T,D], conditioning [N,·]. Output: logits
 * [N,H,W,codebook_size].
 */
export function buildTokenLogitsGraph(options: TokenLogitsGraphOptions): Graph {
  const b = new GraphBuilder();
  const layers = new Layers(b, { model: 'transformer', adapters: options.adapters });
  b.output('logits', uvit2d(layers, options.uvit, uvitInputs(b, options.uvit, sizeFor(options))));
  return optimize(b.build());
}
