// What the transformer is told of texts: hidden states, pooled embedding and micro-conditions.

import { microConditioning } from '../../models/uvit2d';
import type { TextConditioning } from '../paradigm';
import { packRows } from '../rows';
import type { MaskgitBase } from './base';

/**
 * Micro-conditions of a whole, uncropped image: original width and height, crop (top, left),
 * aesthetic score 6 (aMUSEd pipeline's defaults).
 */
export function microConditions(model: MaskgitBase): [number, number, number, number, number] {
  const [height, width] = model.imageSize;
  return [width, height, 0, 0, 6];
}

/**
 * `encoderHiddenStates` [N,T,D] and `conditioning` [N, micro_cond_embed_dim + cond_embed_dim] of
 * texts.
 */
export function textInputs(
  model: MaskgitBase,
  texts: readonly TextConditioning[],
): { encoderHiddenStates: Float32Array; conditioning: Float32Array } {
  const micro = microConditions(model);
  return {
    encoderHiddenStates: packRows(
      texts.map((text) => text.hidden),
      texts.length,
    ),
    conditioning: microConditioning(
      model.transformer,
      texts.map((text) => text.pooled!),
      texts.map(() => micro),
    ),
  };
}
