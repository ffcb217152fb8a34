// Words about online runs: the memory bank, the round a person rates, and what is asked before such
// a run is made.

/** How full an online run's memory bank is after a round (train/onlineSamples.ts). */
export interface BankState {
  /** 0-based. */
  readonly round: number;
  /** Scores in the bank, of `capacity`; the first step is taken at `needed`. */
  readonly size: number;
  readonly capacity: number;
  readonly needed: number;
  /** Mean score of the newest round. */
  readonly rewardMean: number;
}

/** Pictures of a round that a person is asked to score. */
export interface OnlineRound {
  readonly runId: string;
  readonly round: number;
  readonly images: readonly { readonly prompt: string; readonly png: Uint8Array<ArrayBuffer> }[];
}

export interface OnlineCommands {
  /**
   * A person's scores for the pictures of a round an online run asks about. Errors: BadSettings
   * when it does not ask.
   */
  answerRound: {
    request: { runId: string; round: number; values: number[] };
    reply: Record<string, never>;
  };
  /**
   * How long this machine draws: ms a picture with these settings, timed on a few sampler steps of
   * `count` pictures.
   */
  timeDrawing: {
    request: { modelId: string; count: number; guidanceScale: number; inferenceSteps: number };
    reply: { pictureMs: number };
  };
  /** The prompts a model's demo set was drawn from; empty without one. */
  demoPrompts: { request: { modelId: string }; reply: { prompts: string[] } };
}
