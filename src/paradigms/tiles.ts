// A plane of numbers [height, width, channels] in overlapping tiles of one size, and joined again:
// where tiles overlap, each weighs less towards its edge, by a straight line, so that no seam shows
// (diffusers' tiled autoencoders do the same). All tiles are of one size, so that one program codes
// them; diffusers' last ones are smaller.

import type { ImageSize } from '../domain/imageSize';

/** Share of a tile's edge that overlaps its neighbour at least, as diffusers'. */
const OVERLAP = 0.25;

/** Tiles over a plane, all counted in the same unit (latents, or tokens). */
export interface TileLayout {
  readonly size: ImageSize;
  readonly tile: ImageSize;
  /** Upper left corners, row by row. */
  readonly corners: readonly ImageSize[];
}

/** Where tiles of `tile` begin along an axis of `length`, evenly spread from end to end. */
function startsOf(length: number, tile: number): number[] {
  if (tile >= length) return [0];
  const overlap = Math.ceil(tile * OVERLAP);
  const count = Math.ceil((length - overlap) / (tile - overlap));
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - tile)) / (count - 1)));
}

/** Tiles of at most `edge` a side that cover a plane. */
export function layTiles(size: ImageSize, edge: number): TileLayout {
  const tile: ImageSize = [Math.min(edge, size[0]), Math.min(edge, size[1])];
  const rows = startsOf(size[0], tile[0]);
  const columns = startsOf(size[1], tile[1]);
  return {
    size,
    tile,
    corners: rows.flatMap((row) => columns.map((column): ImageSize => [row, column])),
  };
}

/** The layout of the same tiles in units of which `factor` make one. */
export function scaleTiles({ size, tile, corners }: TileLayout, factor: number): TileLayout {
  const scaled = ([height, width]: ImageSize): ImageSize => [height * factor, width * factor];
  return { size: scaled(size), tile: scaled(tile), corners: corners.map(scaled) };
}

/** The tiles of a plane [height·width·channels]. */
export function cutTiles(plane: Float32Array, layout: TileLayout): Float32Array[] {
  const { size, tile, corners } = layout;
  const channels = plane.length / (size[0] * size[1]);
  const row = tile[1] * channels;
  return corners.map(([top, left]) => {
    const cut = new Float32Array(tile[0] * row);
    for (let y = 0; y < tile[0]; y++) {
      const from = ((top + y) * size[1] + left) * channels;
      cut.set(plane.subarray(from, from + row), y * row);
    }
    return cut;
  });
}

/** Weights along one axis of a tile that begins at `start`: falling towards its neighbours. */
function ramp(start: number, tile: number, starts: readonly number[]): Float64Array {
  const before = starts.filter((other) => other < start).at(-1);
  const after = starts.find((other) => other > start);
  const shared = (earlier: number | undefined, later: number | undefined): number =>
    earlier === undefined || later === undefined ? 0 : Math.max(0, earlier + tile - later);
  const head = shared(before, start);
  const tail = shared(start, after);
  return Float64Array.from({ length: tile }, (_, at) =>
    Math.min(1, (at + 1) / (head + 1), (tile - at) / (tail + 1)),
  );
}

/** The plane of tiles in the order of the layout. */
export function joinTiles(tiles: readonly Float32Array[], layout: TileLayout): Float32Array {
  const { size, tile, corners } = layout;
  const channels = tiles[0]!.length / (tile[0] * tile[1]);
  const sums = new Float64Array(size[0] * size[1] * channels);
  const weights = new Float64Array(size[0] * size[1]);
  const along = (axis: 0 | 1): number[] =>
    [...new Set(corners.map((corner) => corner[axis]))].sort((a, b) => a - b);
  const [rows, columns] = [along(0), along(1)];
  tiles.forEach((numbers, index) => {
    const [top, left] = corners[index]!;
    const down = ramp(top, tile[0], rows);
    const across = ramp(left, tile[1], columns);
    for (let y = 0; y < tile[0]; y++)
      for (let x = 0; x < tile[1]; x++) {
        const weight = down[y]! * across[x]!;
        const to = (top + y) * size[1] + left + x;
        weights[to]! += weight;
        const from = (y * tile[1] + x) * channels;
        for (let c = 0; c < channels; c++) sums[to * channels + c]! += weight * numbers[from + c]!;
      }
  });
  return Float32Array.from(sums, (sum, i) => sum / weights[Math.floor(i / channels)]!);
}
