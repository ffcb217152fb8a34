// What a drawn batch says of its rows beside their samples: which are pairs, which belong to one
// group, how much better a row is than its group. A method's record makes its table of it.

export interface DrawnRows {
  /** Rows N of the batch. */
  readonly size: number;
  /** Rows (winner, loser) of each pair; empty where the batch holds none. */
  readonly pairs: readonly (readonly [winner: number, loser: number])[];
  /** Number of every row's group [N]; empty where the batch holds none. */
  readonly groups: readonly number[];
  /** (score − mean)/sd over every row's group, cut at ±5 [N]; empty where the batch holds none. */
  readonly advantages: readonly number[];
  /**
   * Place of every row's score among those of its prompt, in 0…1 (the whole set where the prompt
   * has one image) [N]; empty where the batch holds none.
   */
  readonly quantiles: readonly number[];
  /** Where rows are steps of trajectories, their errors under the model that sampled them [N]. */
  readonly sampledErrors?: readonly number[];
  /** Embedding of every row's image and prompt, where the method asks for them (`embeds`). */
  readonly embeddings?: readonly Float32Array[];
}

/** The rows of one of `parts` equal parts of a batch, numbered anew: no pair lies in two parts. */
export function rowsOfPart(rows: DrawnRows, part: number, parts: number): DrawnRows {
  const size = rows.size / parts;
  const first = part * size;
  const mine = <T>(values: readonly T[]): readonly T[] => values.slice(first, first + size);
  return {
    size,
    pairs: rows.pairs
      .filter(([winner]) => winner >= first && winner < first + size)
      .map(([winner, loser]) => [winner - first, loser - first]),
    groups: mine(rows.groups),
    advantages: mine(rows.advantages),
    quantiles: mine(rows.quantiles),
    ...(rows.sampledErrors && { sampledErrors: mine(rows.sampledErrors) }),
    ...(rows.embeddings && { embeddings: mine(rows.embeddings) }),
  };
}
