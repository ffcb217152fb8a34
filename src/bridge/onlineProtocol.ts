// Words about online runs: the memory bank, the round a person rates, and what is asked before such
// a run is made.

export interface OnlineCommands {
  /**
   * A person's scores for the images of a round an online run asks about. Errors: BadSettings
   * when it does not ask.
   */
  answerRound: {
    request: { runId: string; round: number; values: number[] };
    reply: Record<string, never>;
  };
  /**
   * How long this machine samples: ms an image with these settings, timed on a few sampler steps of
   * `count` images.
   */
  timeSampling: {
    request: { modelId: string; count: number; guidanceScale: number; inferenceSteps: number };
    reply: { imageMs: number };
  };
  /** The prompts a model's demo set was sampled from; empty without one. */
  demoPrompts: { request: { modelId: string }; reply: { prompts: string[] } };
}
