// Images of the plane on a canvas, in the colours of the scheme: a density, a score, points.

import { PLANE_CELLS as CELLS, PLANE_EDGE as EDGE } from '../../domain/bench2d';

/** Pixels of the canvas; CSS scales it. */
export const SIZE = 256;
/** Points drawn of those given. */
const SHOWN = 500;

type Colour = readonly [number, number, number];

/** A colour of tokens.css as red, green, blue. */
function channels(context: CanvasRenderingContext2D, name: string): Colour {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = getComputedStyle(context.canvas).getPropertyValue(name).trim();
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}

/** Fills the canvas with one colour per cell: from the ground towards `ink` by `weight`, 0 to 1. */
function paintCells(
  context: CanvasRenderingContext2D,
  ground: Colour,
  cell: (i: number) => { readonly ink: Colour; readonly weight: number },
): void {
  const image = new ImageData(CELLS, CELLS);
  for (let i = 0; i < CELLS * CELLS; i++) {
    const { ink, weight } = cell(i);
    const at = ((CELLS - 1 - Math.floor(i / CELLS)) * CELLS + (i % CELLS)) * 4;
    for (const c of [0, 1, 2]) image.data[at + c] = ground[c]! + weight * (ink[c]! - ground[c]!);
    image.data[at + 3] = 255;
  }
  const small = new OffscreenCanvas(CELLS, CELLS);
  small.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, SIZE, SIZE);
}

const most = (values: ArrayLike<number>): number => {
  let found = 0;
  for (let i = 0; i < values.length; i++) found = Math.max(found, Math.abs(values[i]!));
  return found;
};

/** A density, or ink: what is rare is shown by the square root. */
export function paintDensity(context: CanvasRenderingContext2D, density: ArrayLike<number>): void {
  const [ground, ink] = [channels(context, '--sunken'), channels(context, '--accent')];
  const top = most(density);
  paintCells(context, ground, (i) => ({
    ink,
    weight: top === 0 ? 0 : Math.sqrt(density[i]! / top),
  }));
}

/** A score: good and bad sides of 0. */
export function paintScore(context: CanvasRenderingContext2D, score: ArrayLike<number>): void {
  const [ground, good, bad] = ['--sunken', '--good-fill', '--bad-fill'].map((name) =>
    channels(context, name),
  ) as [Colour, Colour, Colour];
  const top = most(score);
  paintCells(context, ground, (i) => ({
    ink: score[i]! >= 0 ? good : bad,
    weight: top === 0 ? 0 : Math.abs(score[i]!) / top,
  }));
}

/** Pixel of a coordinate; y rises upwards. */
export const pixelOf = (value: number): number => ((value + EDGE) / (2 * EDGE)) * SIZE;

export function paintPoints(context: CanvasRenderingContext2D, points: Float32Array): void {
  context.fillStyle = getComputedStyle(context.canvas).getPropertyValue('--ink').trim();
  for (let i = 0; i < Math.min(points.length, 2 * SHOWN); i += 2)
    context.fillRect(pixelOf(points[i]!) - 0.75, SIZE - pixelOf(points[i + 1]!) - 0.75, 1.5, 1.5);
}
