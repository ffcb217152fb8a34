// A density of the plane as a picture, with points over it. Drawn on a canvas: 4,096 cells and some
// hundred points change several times per second.

import { useEffect, useRef } from 'react';

/** Half the edge of the square that a density covers (src/bench2d/plane.ts), and its cells. */
const EDGE = 3;
const CELLS = 64;
/** Pixels of the canvas; CSS scales it. */
const SIZE = 256;
/** Points drawn of those given. */
const SHOWN = 500;

interface PlaneViewProps {
  readonly title: string;
  readonly alt: string;
  /** [64·64], rows by rising y; null until there is one. */
  readonly density: Float32Array | null;
  readonly points?: Float32Array | undefined;
  readonly testId?: string;
}

/** A CSS colour as red, green, blue. */
function channels(context: CanvasRenderingContext2D, colour: string): [number, number, number] {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}

function paint(canvas: HTMLCanvasElement, density: Float32Array, points?: Float32Array): void {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return;
  const style = getComputedStyle(canvas);
  const [ground, ink] = ['--sunken', '--accent'].map((name) =>
    channels(context, style.getPropertyValue(name).trim()),
  ) as [[number, number, number], [number, number, number]];
  const most = density.reduce((a, b) => Math.max(a, b), 0);
  const image = new ImageData(CELLS, CELLS);
  density.forEach((value, i) => {
    // The square root shows what is rare.
    const weight = Math.sqrt(value / most);
    const at = ((CELLS - 1 - Math.floor(i / CELLS)) * CELLS + (i % CELLS)) * 4;
    for (const c of [0, 1, 2]) image.data[at + c] = ground[c]! + weight * (ink[c]! - ground[c]!);
    image.data[at + 3] = 255;
  });
  const small = new OffscreenCanvas(CELLS, CELLS);
  small.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(small, 0, 0, SIZE, SIZE);
  if (!points) return;
  context.fillStyle = style.getPropertyValue('--ink').trim();
  const place = (value: number): number => ((value + EDGE) / (2 * EDGE)) * SIZE;
  for (let i = 0; i < Math.min(points.length, 2 * SHOWN); i += 2)
    context.fillRect(place(points[i]!) - 0.75, SIZE - place(points[i + 1]!) - 0.75, 1.5, 1.5);
}

export function PlaneView({ title, alt, density, points, testId }: PlaneViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = (): void => {
      if (canvas.current !== null && density !== null) paint(canvas.current, density, points);
    };
    draw();
    // The colours are the scheme's.
    const watcher = new MutationObserver(draw);
    watcher.observe(document.documentElement, { attributes: true });
    return () => watcher.disconnect();
  }, [density, points]);
  return (
    <figure className="plane">
      <canvas
        ref={canvas}
        width={SIZE}
        height={SIZE}
        role="img"
        aria-label={alt}
        data-testid={testId}
      />
      <figcaption className="small">{title}</figcaption>
    </figure>
  );
}
