// What an optimizer is: its id, what kohya's files call it, and the ops that update the adapters.
// One record per optimizer, one folder per record, one line in index.ts; its kernels are ops
// (kernels/). Its words are in strings (`objective.optimizerNames`).

import type { GraphBuilder, Tensor } from '../graph/graph';
import type { MatrixPlace } from '../graph/ops';

/** The flat arrays of all adapters, of one length, and the norm [4] of their gradients. */
export interface UpdateStates {
  readonly parameters: Tensor;
  readonly gradients: Tensor;
  /** Two arrays that the optimizer may keep between steps; checkpoints hold both. */
  readonly first: Tensor;
  readonly second: Tensor;
  readonly norm: Tensor;
  /** Where each adapter's matrices lie in them. */
  readonly matrices: readonly MatrixPlace[];
}

export interface Optimizer<Id extends string = string> {
  readonly id: Id;
  /** `ss_optimizer` of a LoRA file. */
  readonly kohyaName: string;
  /**
   * Adds the update in place. Step size, decay, clip and the corrections of the moments are step
   * uniforms (graph/ops.ts).
   */
  readonly update: (b: GraphBuilder, states: UpdateStates) => void;
}
