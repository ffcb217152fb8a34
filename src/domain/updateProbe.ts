// What a run's next update would be made of, measured on a frozen probe: some images of its set,
// each at several fixed noises and timesteps (or masks).

/** An image of the probe at one noise. Errors as the paradigm measures them, without 1/T. */
export interface ProbeRow {
  /** Place of its image in `places`. */
  readonly image: number;
  readonly policyError: number;
  /** 0 where the method has no reference. */
  readonly referenceError: number;
}

export interface UpdateProbe {
  /** Steps done when it was measured. */
  readonly step: number;
  /** The set the run trains on: raw scores and groups of all its samples, in the run's order. */
  readonly scores: readonly number[];
  readonly groups: readonly string[];
  /** Which of them the probe has. */
  readonly places: readonly number[];
  readonly captions: readonly string[];
  readonly rows: readonly ProbeRow[];
  /**
   * Inner products of the rows' error derivatives ∂m/∂(adapters), [rows, rows]: an update is a sum
   * of these derivatives with weights that follow from the settings, so that all updates can be
   * compared without another pass through the network.
   */
  readonly gram: Float32Array<ArrayBuffer>;
}
