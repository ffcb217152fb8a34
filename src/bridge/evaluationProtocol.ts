// Commands about comparing runs: evaluations with shared seeds, the frontier of reward against
// drift, blind comparison. One kind of evaluation serves all three: models ("entries") sample the
// same prompts from the same noises, once, and everything is read off the stored images and their
// numbers.

import type {
  EvaluationRequest,
  EvaluationScores,
  EvaluationSummary,
  ImagePlace,
  Vote,
} from '../domain/evaluation';

export interface EvaluationCommands {
  /** All evaluations, newest first. One that was being drawn when the page went away is paused. */
  listEvaluations: { request: Record<string, never>; reply: { evaluations: EvaluationSummary[] } };
  /**
   * Stores an evaluation, paused; nothing is sampled yet. Errors: BadSettings naming what is wrong.
   */
  createEvaluation: {
    request: { request: EvaluationRequest };
    reply: { evaluation: EvaluationSummary };
  };
  /**
   * Samples what is missing, entry by entry; progress counts images. A running training run is
   * paused first. Cancelled or failed, what is
   *  sampled is kept and a later call goes on. Errors: Busy while a set or another evaluation is
   *  drawn.
   */
  runEvaluation: { request: { evaluationId: string }; reply: { evaluation: EvaluationSummary } };
  evaluationScores: { request: { evaluationId: string }; reply: { scores: EvaluationScores } };
  /** Images by (entry, prompt, sample), those that are sampled. */
  evaluationImages: {
    request: { evaluationId: string; places: ImagePlace[] };
    reply: { images: { place: ImagePlace; png: Uint8Array<ArrayBuffer> }[] };
  };
  /** Deletes an evaluation with its images and votes. */
  deleteEvaluation: { request: { evaluationId: string }; reply: Record<string, never> };
  listVotes: { request: { evaluationId: string }; reply: { votes: Vote[] } };
  saveVote: { request: { vote: Vote }; reply: Record<string, never> };
  deleteVote: { request: { voteId: string }; reply: Record<string, never> };
  /** Notes that a sitting's sides were shown. */
  revealSitting: {
    request: { evaluationId: string; sitting: string };
    reply: { evaluation: EvaluationSummary };
  };
  /** Prompts that a model's demo set leaves out; empty without such a file. */
  heldOutPrompts: { request: { modelId: string }; reply: { validation: string[]; test: string[] } };
}
