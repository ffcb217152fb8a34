// A density of the plane as an image, with points over it. Drawn on a canvas: 4,096 cells and some
// hundred points change several times per second.

import { useCallback } from 'react';
import { paintDensity, paintPoints, SIZE } from './planeImage';
import { useCanvas } from './useCanvas';

interface PlaneViewProps {
  readonly title: string;
  readonly alt: string;
  /** [64·64], rows by rising y; null until there is one. */
  readonly density: Float32Array | null;
  readonly points?: Float32Array | undefined;
  readonly testId?: string;
}

export function PlaneView({ title, alt, density, points, testId }: PlaneViewProps) {
  const canvas = useCanvas(
    useCallback(
      (context) => {
        if (density === null) return;
        paintDensity(context, density);
        if (points) paintPoints(context, points);
      },
      [density, points],
    ),
  );
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
