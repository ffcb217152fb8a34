// Whether a base's files hold every tensor its networks read, in the shapes its configs ask for.
// Only headers are looked at: what is wrong is said before a weight is read or kept.

import { StudioError } from '../errors';
import { layoutShape } from '../executors/weights/layout';
import { sourceOf } from '../executors/weights/weightSource';
import { CONSTANTS, sizeOf, weightsOf, type Graph } from '../graph/graph';
import { paradigmErrors } from '../strings/errors/paradigms';
import { paradigmOf } from './list';
import type { BaseModel } from './paradigm';

/** Numbers of each network, by the names graphs use for them. */
export type WeightCounts = Readonly<Record<string, number>>;

/** Every graph that samples and encodes with the base, at batch 1. */
function graphsOf(model: BaseModel): Graph[] {
  const paradigm = paradigmOf(model);
  const { text, encoder, decoder, tinyDecoder } = paradigm.networks(model);
  return [
    paradigm.denoiseGraph(model, 1, null),
    text.graph(1),
    encoder.graph(1),
    decoder.graph(1),
    ...(tinyDecoder ? [tinyDecoder.graph(1)] : []),
  ];
}

/**
 * Checks all weights by their headers and counts them. Errors: BadModel naming the tensor that is
 * missing or of another shape.
 */
export function checkWeights(model: BaseModel): WeightCounts {
  const counts: Record<string, number> = {};
  const seen = new Set<string>();
  for (const graph of graphsOf(model)) {
    for (const { source, shape } of weightsOf(graph)) {
      if (source.kind !== 'weight' || source.model === CONSTANTS) continue;
      const key = `${source.model}/${source.tensor}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const stored = sourceOf(model.weights, source.model).header(source.tensor).shape;
      const fits =
        source.layout === 'stored' || ![2, 4].includes(stored.length)
          ? sizeOf(stored) === sizeOf(shape)
          : layoutShape(stored, source.layout).join() === shape.join();
      if (!fits)
        throw new StudioError(
          'BadModel',
          ...paradigmErrors.otherShape(source.tensor, source.model, stored.join(', ')),
        );
      counts[source.model] = (counts[source.model] ?? 0) + sizeOf(shape);
    }
  }
  return counts;
}
