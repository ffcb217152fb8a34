// CLIPModel (transformers): the image and the text encoder, each projected into one space of D =
// projection_dim numbers. The graphs end at the projections; unit length, cosines and logits are
// float64 on the host, a few hundred numbers an image.

import { StudioError } from '../errors';
import { modelErrors } from '../strings/errors/models';
import type { ClipConfig } from '../formats/clipConfig';
import { GraphBuilder, type Graph, type Tensor } from '../graph/graph';
import { optimize } from '../graph/passes';
import { clipTextModel, type ClipTextInputs } from './clipTextModel';
import { clipVisionModel, type ClipVisionOutputs } from './clipVisionModel';
import { Layers } from './layers';

/** The model's name in the executor's weight sources. */
export const CLIP_MODEL = 'clip';

/**
 * Pixels [N,S,S,3], normalised -> the image encoder's outputs and the projection [N,D] (not yet of
 * unit length).
 */
export function clipImageProjection(
  layers: Layers,
  config: ClipConfig,
  pixels: Tensor,
): ClipVisionOutputs & { readonly projected: Tensor } {
  const made = clipVisionModel(layers, config.vision, pixels);
  return {
    ...made,
    projected: layers.linear(made.pooled, 'visual_projection', config.projection_dim, {
      bias: false,
    }),
  };
}

/** Ids and pooling rows -> the projection [N,D] of the pooled row (not yet of unit length). */
export function clipTextProjection(
  layers: Layers,
  config: ClipConfig,
  inputs: ClipTextInputs,
): Tensor {
  return clipTextModel(layers, config.text, inputs, { projection: true }).projected!;
}

/** pixels [batch,S,S,3] -> projected [batch,D]. */
export function buildClipImageGraph(config: ClipConfig, batch: number): Graph {
  const builder = new GraphBuilder();
  const size = config.vision.image_size;
  const pixels = builder.input('pixels', [batch, size, size, 3]);
  builder.output(
    'projected',
    clipImageProjection(new Layers(builder, { model: CLIP_MODEL }), config, pixels).projected,
  );
  return optimize(builder.build());
}

/** ids [batch,tokens] (i32) and pooling [batch, batch·tokens] -> projected [batch,D]. */
export function buildClipTextGraph(config: ClipConfig, batch: number, tokens: number): Graph {
  const builder = new GraphBuilder();
  const ids = builder.input('ids', [batch, tokens], 'i32');
  const pooling = builder.input('pooling', [batch, batch * tokens]);
  builder.output(
    'projected',
    clipTextProjection(new Layers(builder, { model: CLIP_MODEL }), config, { ids, pooling }),
  );
  return optimize(builder.build());
}

/** A row at unit length. Errors: NotFinite when its length is 0 or no number. */
export function unitLength(row: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let d = 0; d < row.length; d++) squares += row[d]! ** 2;
  if (!(squares > 0 && Number.isFinite(squares)))
    throw new StudioError('NotFinite', ...modelErrors.noUnitLength(Math.sqrt(squares)));
  return Float32Array.from(row, (value) => value / Math.sqrt(squares));
}
