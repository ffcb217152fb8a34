// The part of a MaskGIT training step that is the paradigm's: reference forward, policy forward and
// each sample's log-probability of its masked tokens (docs/losses.md 1.17). Objective to optimizer
// come after it (runs/trainStepEnd.ts); masks are drawn on the host (trainingInputs.ts).

import { StudioError } from '../../errors';
import { sizeOf, type GraphBuilder, type Tensor } from '../../graph/graph';
import { Layers } from '../../models/layers';
import { readsConditioning, uvit2d, uvitInputs } from '../../models/uvit2d';
import type { ErrorGraphOptions, ErrorsPart } from '../paradigm';
import { paradigmErrors } from '../../strings/errors/paradigms';
import { gridOf, type MaskgitSize } from './graphs';

/**
 * Inputs: ids [N,H,W] (i32; the tokens with the masked ones replaced by the mask token), tokens
 * [N,H,W] (i32), mask [N,H,W] (1 = masked), encoderHiddenStates [N,T,D], conditioning [N,·]
 * (microConditioning), k [N] (1: mean over a sample's masked tokens, |M_i|: their sum). Policy and
 * reference see the same masked tokens. Uniform `temperature` is 1 here: the log-ratio has no T.
 * Errors [N,3] = (−k·log-probability of the policy, of the reference, log-ratio).
 *
 * Errors: StudioError BadSettings when the plan adapts a layer that no derivative reaches;
 * Unsupported when the network gives another number of logits than there are tokens.
 */
export function maskgitErrors(
  b: GraphBuilder,
  options: MaskgitSize & ErrorGraphOptions,
): ErrorsPart {
  const { uvit, plan, scale = 1 } = options;
  const unreached = plan.entries.find(({ module }) => readsConditioning(module));
  if (unreached)
    throw new StudioError('BadSettings', ...paradigmErrors.conditioningOnly(unreached.module));
  const inputs = uvitInputs(b, uvit, gridOf(options));
  const tokens = b.input('tokens', inputs.ids.shape, 'i32');
  const mask = b.input('mask', inputs.ids.shape);
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
  const prediction = uvit2d(layers, uvit, inputs);
  if (sizeOf(prediction.shape) !== sizeOf(tokens.shape) * uvit.codebook_size) {
    throw new StudioError(
      'Unsupported',
      ...paradigmErrors.otherGrid(
        inputs.ids.shape.slice(1).join('×'),
        prediction.shape.slice(1, 3).join('×'),
      ),
    );
  }
  const { errors, lse } = b.maskedLogProb(prediction, reference, tokens, mask, k);
  return {
    layers,
    prediction,
    hasReference: reference !== null,
    errors,
    seed: (terms) => b.maskedLogProbInput(prediction, tokens, mask, k, terms, lse),
    distances: null,
  };
}
