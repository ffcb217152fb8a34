// A plot as a PNG file: the canvas on the page's surface, with its title and the names of its
// curves, so that it can be read where it is pasted.

import type { Curve } from './curve';
import { pageColours } from './pageColours';

const MARGIN = 12;
const LINE = 20;

/** Errors: throws where the browser gives no canvas. */
export async function plotPng(
  plot: HTMLCanvasElement,
  title: string,
  curves: readonly Curve[],
): Promise<Uint8Array<ArrayBuffer>> {
  const colours = pageColours(plot);
  const scale = devicePixelRatio;
  const head = MARGIN + LINE * 2;
  const canvas = new OffscreenCanvas(
    plot.width + 2 * MARGIN * scale,
    plot.height + (head + MARGIN) * scale,
  );
  const context = canvas.getContext('2d')!;
  context.fillStyle = colours.of('var(--surface)');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(plot, MARGIN * scale, head * scale);
  context.scale(scale, scale);
  context.fillStyle = colours.of('var(--ink)');
  context.font = `600 14px ${colours.font}`;
  context.fillText(title, MARGIN, MARGIN + LINE / 2);
  context.font = `12px ${colours.font}`;
  let x = MARGIN;
  for (const { name, colour } of curves) {
    context.fillStyle = colours.of(colour);
    context.fillRect(x, MARGIN + LINE + 2, 14, 3);
    context.fillStyle = colours.of('var(--ink-2)');
    context.fillText(name, x + 18, MARGIN + LINE + 8);
    x += 32 + context.measureText(name).width;
  }
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
}
