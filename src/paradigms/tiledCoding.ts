// Encoding and decoding of images too large for an autoencoder in one piece: by overlapping tiles.
// An autoencoder's norms and attention see a whole tile, so that tiles differ a little from the
// whole; it is done only where the whole takes more than a budget, or a larger buffer than the
// device binds. Stable Diffusion's decodes 512 px whole within it.

import { sizeOf, type Graph } from '../graph/graph';
import { ACTIVATION_BUDGET, peakBytes } from '../graph/recompute';
import { paradigmOf } from './list';
import type { BaseModel, EncodedImage } from './paradigm';
import { cutTiles, joinTiles, layTiles, scaleTiles, type TileLayout } from './tiles';

/** Edges of tiles in pixels, the largest first. */
const EDGES = [1024, 768, 512, 384, 256, 128];

/** How images of a model are encoded or decoded. */
export interface CodingPlan {
  /** The model at the size of a tile, or of the whole image. */
  readonly model: BaseModel;
  /** In latents or tokens; null for the whole image. */
  readonly tiles: TileLayout | null;
}

/** Largest of the results that a graph's operations bind. */
const largestResult = (graph: Graph): number =>
  Math.max(...graph.nodes.flatMap(({ outputs }) => outputs.map(({ shape }) => 4 * sizeOf(shape))));

/**
 * How a device that binds buffers of `bindingBytes` codes images of the model's size: whole, or by
 * the largest tiles that fit. Cost: building a graph or two.
 */
export function planCoding(
  model: BaseModel,
  network: 'encoder' | 'decoder',
  bindingBytes: number,
  budget = ACTIVATION_BUDGET,
): CodingPlan {
  const paradigm = paradigmOf(model);
  const fits = (sized: BaseModel): boolean => {
    const graph = paradigm.networks(sized)[network].graph(1);
    return peakBytes(graph) <= budget && largestResult(graph) <= bindingBytes;
  };
  if (paradigm.planes === null || fits(model)) return { model, tiles: null };
  const [height, width] = model.imageSize;
  const factor = height / model.latentSize[0];
  const edges = EDGES.filter((edge) => edge % factor === 0 && edge < Math.max(height, width));
  const plans = edges.map((edge) => {
    const tiles = layTiles(model.latentSize, edge / factor);
    const size = scaleTiles(tiles, factor).tile;
    return { tiles, model: paradigm.atSize(model, size) };
  });
  return plans.find((plan) => fits(plan.model)) ?? plans.at(-1) ?? { model, tiles: null };
}

/** A plan by tiles. */
type Tiled = CodingPlan & { readonly tiles: TileLayout };

export const isTiled = (plan: CodingPlan): plan is Tiled => plan.tiles !== null;

/** The layout in pixels. */
const inPixels = ({ model, tiles }: Tiled): TileLayout =>
  scaleTiles(tiles, model.imageSize[0] / model.latentSize[0]);

/** An image [H,W,3] -> images of the tiles, to be encoded by the plan's model. */
export const cutImage = (plan: Tiled, image: Float32Array): Float32Array[] =>
  cutTiles(image, inPixels(plan));

/** Images of the tiles -> the image. */
export const joinImages = (plan: Tiled, images: readonly Float32Array[]): Float32Array =>
  joinTiles(images, inPixels(plan));

/** An encoded image -> those of the tiles, to be decoded by the plan's model. */
export function cutEncoded({ model, tiles }: Tiled, encoded: EncodedImage): EncodedImage[] {
  const planes = paradigmOf(model).planes!;
  const cut = planes.of(encoded).map((plane) => cutTiles(plane, tiles));
  return tiles.corners.map((_, tile) => planes.from(cut.map((plane) => plane[tile]!)));
}

/** Encoded tiles -> the encoded image. */
export function joinEncoded(
  { model, tiles }: Tiled,
  encoded: readonly EncodedImage[],
): EncodedImage {
  const planes = paradigmOf(model).planes!;
  const parts = encoded.map((one) => planes.of(one));
  return planes.from(
    parts[0]!.map((_, plane) =>
      joinTiles(
        parts.map((part) => part[plane]!),
        tiles,
      ),
    ),
  );
}
