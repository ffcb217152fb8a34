// What a graph carries of a training method: the arithmetic from per-sample errors to per-sample
// terms, in WGSL and in float64. Executors run it without knowing which method it is; the methods
// themselves are records in src/objectives.

/** The six numbers of one sample that every method gives. */
export interface SampleTerms {
  /** The mean over the batch is the method's loss L. */
  readonly loss: number;
  /** What the method's sigmoid is taken of; β·log-ratio in most. */
  readonly z: number;
  /** 1 good, 0 bad. */
  readonly label: number;
  readonly weight: number;
  /**
   * Derivative of this sample's loss by z, where the loss is a function of z; of a method that
   * reads both predictions (`measured: 'distances'`) the factor h of the reference's error, times
   * gradientScale.
   */
  readonly slope: number;
  /** dL/dm of this sample's error m, times gradientScale. */
  readonly g: number;
}

/**
 * Numbers of every method, fed beside its own: threshold, weight scale, ties, and the cap of errors
 * (cappedG).
 */
export const COMMON_NUMBERS = [
  'tau',
  'scoreInverseScale',
  'scoreClip',
  'tieMode',
  'gradientScale',
  'errorCap',
] as const;

/** Where none are given: τ 0, distances as they are, ties positive, no scale, no cap. */
const COMMON_DEFAULTS: Readonly<Record<string, number>> = {
  tau: 0,
  scoreInverseScale: 1,
  scoreClip: 3.4e38,
  tieMode: 0,
  gradientScale: 1,
  errorCap: 0,
};

/**
 * g of a sample with error m: 0 where the sample is pushed away (g < 0) although its error has
 * passed `errorCap` times the reference's r. A cap of 0 is none.
 */
export function cappedG(g: number, m: number, r: number, errorCap: number): number {
  return errorCap > 0 && g < 0 && m > errorCap * r ? 0 : g;
}

/** Columns of the op predictionDistances. */
export const DISTANCE_COLUMNS = 4;

/** The same row of a policy that is its reference: no distance, and the reference's own error. */
export function distancesAtStart(row: ArrayLike<number>): readonly number[] {
  return [0, row[3]!, row[3]!, row[3]!];
}

/** A batch as the float64 form sees it. Errors in the units of the paradigm's measure. */
export interface ObjectiveBatch {
  /** Samples N. */
  readonly size: number;
  /** Error of the policy, error of the reference, log-ratio a = (r − m)/T, [N] each. */
  readonly m: ArrayLike<number>;
  readonly r: ArrayLike<number>;
  readonly a: ArrayLike<number>;
  readonly scores: ArrayLike<number>;
  /** Row `row`, column `column` of the method's table. */
  readonly table: (row: number, column: number) => number;
  /** COMMON_NUMBERS and the method's own, by name. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** The arithmetic of one method. */
export interface ObjectiveTerms {
  /** Names the method in plans, labels and messages. */
  readonly id: string;
  /** Names of the method's own numbers (COMMON_NUMBERS come before them). */
  readonly numbers: readonly string[];
  /** Values of those numbers that are the method's own business and have no control. */
  readonly constants?: Readonly<Record<string, number>>;
  /** Numbers per sample of the table it is fed; 0 when it is fed none. */
  readonly tableColumns: (samples: number) => number;
  /**
   * What is measured of the predictions, beside their errors, and stands in its table after the
   * columns it is fed. `distances`: those [N,4] of policy and reference (op predictionDistances);
   * the derivative by the prediction is then k·(2/D)·(g·(prediction − target) + h·(reference −
   * target)), h in `slope`. `products`: inner products [N,N] of the samples' ∂m_i/∂prediction_i.
   */
  readonly measured?: 'distances' | 'products';
  /**
   * WGSL of `fn termsOf(sample: u32) -> Terms`, with helpers of its own. It is placed in
   * kernels/objective/objective.wgsl, which says what it may call.
   */
  readonly wgsl: string;
  /** The same in float64: terms of every sample. */
  readonly reference: (batch: ObjectiveBatch) => readonly SampleTerms[];
}

/** Names of all numbers a method reads, in the order in which they are fed. */
export function numberNames(terms: ObjectiveTerms): readonly string[] {
  return [...COMMON_NUMBERS, ...terms.numbers];
}

/** Columns of the table as the terms read it: those that are fed, and those that are measured. */
export function columnsRead(
  { tableColumns, measured }: Pick<ObjectiveTerms, 'tableColumns' | 'measured'>,
  samples: number,
): number {
  const own = { none: 0, distances: DISTANCE_COLUMNS, products: samples };
  return tableColumns(samples) + own[measured ?? 'none'];
}

/**
 * The values of `numberNames`, in order; a common one that is not given has its default. Errors:
 * throws when one of the method's own is missing.
 */
export function numberValues(
  terms: ObjectiveTerms,
  values: Readonly<Record<string, number>>,
): Float32Array {
  return Float32Array.from(numberNames(terms), (name) => {
    const value = values[name] ?? terms.constants?.[name] ?? COMMON_DEFAULTS[name];
    if (value === undefined) throw new Error(`objective ${terms.id}: no value for ${name}`);
    return value;
  });
}
