// The plane as a sheet to draw on: by mouse, pen or finger, or with arrow keys and the space bar.

import { useCallback, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { PLANE_EDGE as EDGE } from '../../domain/bench2d';
import { benchStore } from '../../state/bench2d/benchStore';
import { addStroke, gridOf, type Stroke } from '../../state/bench2d/drawing';
import { addToDrawing, drawStore } from '../../state/bench2d/drawStore';
import { strings } from '../../strings';
import { fixed } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { paintDensity, paintPoints, paintScore, pixelOf, SIZE } from './planeImage';
import { useCanvas } from './useCanvas';

const text = strings.bench2d.draw;
/** Units of the plane per arrow key; with Shift. */
const [STEP, STRIDE] = [0.15, 0.6];
/** Least way between two points of a stroke, in radii. */
const THINNED = 0.3;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

type Place = readonly [x: number, y: number];

const inside = (value: number): number => Math.min(EDGE, Math.max(-EDGE, value));

/** Where a pointer is, in units of the plane. */
function placeOf({ currentTarget, clientX, clientY }: PointerEvent<HTMLCanvasElement>): Place {
  const box = currentTarget.getBoundingClientRect();
  return [
    inside(((clientX - box.left) / box.width) * 2 * EDGE - EDGE),
    inside(EDGE - ((clientY - box.top) / box.height) * 2 * EDGE),
  ];
}

export function DrawingPlane({ helpId }: { readonly helpId: string }) {
  const { sheet, sign, radius, strokes } = useStore(drawStore, (state) => state);
  const points = useStore(benchStore, (state) => state.points);
  /** The stroke under way. */
  const [stroke, setStroke] = useState<Stroke | null>(null);
  /** The brush; null while it is away. */
  const [brush, setBrush] = useState<Place | null>(null);
  const finished = useMemo(() => gridOf(sheet, strokes[sheet]), [sheet, strokes]);
  const canvas = useCanvas(
    useCallback(
      (context) => {
        const grid = stroke === null ? finished : addStroke(finished, sheet, stroke);
        if (sheet === 'score') {
          paintScore(context, grid);
          if (points !== null) paintPoints(context, points);
        } else paintDensity(context, grid);
        if (brush === null) return;
        context.beginPath();
        const width = (radius / EDGE) * (SIZE / 2);
        context.arc(pixelOf(brush[0]), SIZE - pixelOf(brush[1]), width, 0, 2 * Math.PI);
        context.strokeStyle = getComputedStyle(context.canvas).getPropertyValue('--ink').trim();
        context.lineWidth = 1.5;
        context.stroke();
      },
      [finished, stroke, sheet, points, brush, radius],
    ),
  );

  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setStroke({ sign, radius, points: placeOf(event) });
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    const [x, y] = placeOf(event);
    setBrush([x, y]);
    if (stroke === null) return;
    const [lastX, lastY] = stroke.points.slice(-2) as [number, number];
    if (Math.hypot(x - lastX, y - lastY) >= THINNED * radius)
      setStroke({ ...stroke, points: [...stroke.points, x, y] });
  };
  const end = (): void => {
    if (stroke !== null) addToDrawing(stroke);
    setStroke(null);
  };
  const press = (event: KeyboardEvent): void => {
    const at = brush ?? [0, 0];
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      const way = event.shiftKey ? STRIDE : STEP;
      setBrush([inside(at[0] + way * arrow[0]), inside(at[1] + way * arrow[1])]);
    } else if (event.key === ' ') {
      setBrush(at);
      addToDrawing({ sign, radius, points: at });
    } else return;
    event.preventDefault();
  };
  return (
    <div className="drawing-plane">
      <canvas
        ref={canvas}
        width={SIZE}
        height={SIZE}
        role="application"
        tabIndex={0}
        aria-label={text.sheetOf[sheet]}
        aria-describedby={helpId}
        data-testid={testIds.benchSheet}
        onPointerDown={begin}
        onPointerMove={move}
        onPointerUp={end}
        onPointerCancel={() => setStroke(null)}
        onPointerLeave={() => setBrush(null)}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setBrush(brush ?? [0, 0]);
        }}
        onBlur={() => setBrush(null)}
        onKeyDown={press}
      />
      <p className="visually-hidden" role="status">
        {brush === null || stroke !== null
          ? ''
          : text.brushAt(fixed(brush[0], 1), fixed(brush[1], 1))}
      </p>
    </div>
  );
}
