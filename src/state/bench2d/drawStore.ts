// The drawing beside the bench: its strokes, kept in localStorage, and the brush. A finished stroke
// of the score trains at once; a distribution is trained on when it is asked for.

import { keptStore } from '../common/keptStore';
import { changeDistribution, changeScore } from './benchStore';
import { gridOf, parseStrokes, type Sheet, type Stroke } from './drawing';

type Strokes = Readonly<Record<Sheet, readonly Stroke[]>>;

export interface DrawState {
  readonly open: boolean;
  readonly sheet: Sheet;
  readonly sign: Stroke['sign'];
  readonly radius: number;
  readonly strokes: Strokes;
  /** Each sheet as it was before each change, for undo. */
  readonly past: Readonly<Record<Sheet, readonly (readonly Stroke[])[]>>;
}

/** Radii of the brush, units of the plane. */
export const RADII = [0.15, 0.3, 0.6] as const;

export const drawStore = keptStore<DrawState>(
  'plumbline.bench',
  {
    open: false,
    sheet: 'score',
    sign: 1,
    radius: RADII[1],
    strokes: parseStrokes(null),
    past: { score: [], distribution: [] },
  },
  ({ strokes }) => strokes,
  (kept) => ({ strokes: parseStrokes(kept) }),
);

/** Puts a sheet's strokes in place; a score is in force at once, an empty one is the formula. */
function put(sheet: Sheet, strokes: readonly Stroke[], past: readonly (readonly Stroke[])[]): void {
  drawStore.setState((state) => ({
    strokes: { ...state.strokes, [sheet]: strokes },
    past: { ...state.past, [sheet]: past },
  }));
  if (sheet === 'score') changeScore(strokes.length === 0 ? null : gridOf(sheet, strokes));
}

function change(make: (before: readonly Stroke[]) => readonly Stroke[]): void {
  const { sheet, strokes, past } = drawStore.getState();
  put(sheet, make(strokes[sheet]), [...past[sheet], strokes[sheet]]);
}

export const addToDrawing = (stroke: Stroke): void => change((before) => [...before, stroke]);

export const clearDrawing = (): void => change(() => []);

/** Takes the last stroke back, or a clearing. */
export function undoDrawing(): void {
  const { sheet, past } = drawStore.getState();
  const before = past[sheet].at(-1);
  if (before !== undefined) put(sheet, before, past[sheet].slice(0, -1));
}

/** Opens the drawing; a score that was drawn before is in force again. */
export function openDrawing(): void {
  const { strokes } = drawStore.getState();
  drawStore.setState({ open: true });
  if (strokes.score.length > 0) changeScore(gridOf('score', strokes.score));
}

export const closeDrawing = (): void => drawStore.setState({ open: false });

/** Trains a base on the drawn distribution. */
export const trainOnDrawing = (): void =>
  changeDistribution(gridOf('distribution', drawStore.getState().strokes.distribution));
