// What the page and the bench's worker tell each other: plain data (src/bench2d is what computes
// it).

/** The square that is drawn and compared: [−PLANE_EDGE, PLANE_EDGE]². */
export const PLANE_EDGE = 3;
/** Cells per edge of a grid over it. */
export const PLANE_CELLS = 64;

/** A point of the frontier's plot: KL to the base in nats, gain in base standard deviations. */
export interface BenchPlace {
  readonly kl: number;
  readonly gain: number;
}

/** What is trained: a method of objectives/index.ts with its numbers in the plane. */
export interface BenchPlan {
  readonly objectiveId: string;
  readonly percentile: number;
  readonly values: Readonly<Record<string, number>>;
  readonly seed: number;
}

/** A run as it is now. */
export interface BenchFrame {
  readonly step: number;
  readonly place: BenchPlace;
  /** Share of the frontier's gain at the same KL; NaN at KL 0. */
  readonly share: number;
  /** Generated, [n, 2]. */
  readonly points: Float32Array;
  /** [64·64] of the points, and of the best distribution at the same KL. Rows by rising y. */
  readonly density: Float32Array;
  readonly best: Float32Array;
}

/**
 * Sent to the worker. A later plan replaces the one being trained; a new score or distribution ends
 * it. Grids are [64·64], rows by rising y.
 */
export type BenchRequest =
  | { readonly type: 'open'; readonly baseUrl: string }
  /** A drawn score; null: R = x + 0.3 y. */
  | { readonly type: 'score'; readonly cells: Float64Array | null }
  /** Trains a base on a drawn distribution (≥ 0, any sum); null: the ring again, at once. */
  | { readonly type: 'distribution'; readonly ink: Float64Array | null }
  | {
      readonly type: 'train';
      readonly id: number;
      readonly plan: BenchPlan;
      readonly steps: number;
    };

/** Sent to the page. */
export type BenchEvent =
  /** The base and the score are these from now on. */
  | {
      readonly type: 'opened';
      readonly frontier: readonly BenchPlace[];
      readonly density: Float32Array;
      readonly points: Float32Array;
    }
  /** A base in training: steps done, and the density of what it generates. */
  | {
      readonly type: 'pretraining';
      readonly done: number;
      readonly total: number;
      readonly points: Float32Array;
      readonly density: Float32Array;
    }
  | { readonly type: 'frame'; readonly id: number; readonly frame: BenchFrame }
  | { readonly type: 'done'; readonly id: number }
  | { readonly type: 'failure'; readonly message: string; readonly remedy: string };
