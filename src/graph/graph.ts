// The static graph: what it is made of (structure.ts), and its builder with a method per operation:
// nodes (nodeBuilder.ts), networks (networkBuilder.ts), and here what training adds to them.

import { fail, sameShape } from './nodeBuilder';
import { NetworkBuilder } from './networkBuilder';
import { columnsRead, DISTANCE_COLUMNS, numberNames, type ObjectiveTerms } from './objectiveTerms';
import type { MatrixPlace } from './ops';
import { lastAxis, sizeOf, type Shape, type Tensor } from './structure';

export * from './structure';

/** Builds a graph. Methods take and give tensors; shapes are checked as the graph is built. */
export class GraphBuilder extends NetworkBuilder {
  mixPerSample(x: Tensor, y: Tensor, coefficients: Tensor): Tensor {
    sameShape(x, y, 'mixPerSample');
    return this.one({ kind: 'mixPerSample' }, [x, y, coefficients], x.shape);
  }

  sampleErrors(policy: Tensor, reference: Tensor | null, target: Tensor, k: Tensor): Tensor {
    sameShape(policy, target, 'sampleErrors');
    return this.one(
      { kind: 'sampleErrors' },
      [policy, reference, target, k],
      [policy.shape[0]!, 3],
    );
  }

  /** Terms [N,6] of a training method; `table` [N,columns] where the method reads one. */
  objective(
    terms: ObjectiveTerms,
    errors: Tensor,
    scores: Tensor,
    numbers: Tensor,
    table: Tensor | null = null,
  ): Tensor {
    const n = errors.shape[0]!;
    const columns = columnsRead(terms, n);
    if (
      sizeOf(errors.shape) !== 3 * n ||
      sizeOf(scores.shape) !== n ||
      sizeOf(numbers.shape) !== numberNames(terms).length ||
      (table ? sizeOf(table.shape) : 0) !== n * columns
    )
      fail(
        `objective ${terms.id} of ${n} samples wants errors [${n},3], scores [${n}], ` +
          `${numberNames(terms).length} numbers and a table [${n},${columns}], got ` +
          `[${errors.shape}], [${scores.shape}], [${numbers.shape}] and ` +
          `${table ? `[${table.shape}]` : 'none'}`,
      );
    return this.one({ kind: 'objective', terms }, [errors, scores, numbers, table], [n, 6]);
  }

  /** dL/dpolicy [N,…] from terms [N,6]; `reference` where the method reads both predictions. */
  sampleErrorsInput(
    policy: Tensor,
    target: Tensor,
    k: Tensor,
    terms: Tensor,
    reference: Tensor | null = null,
  ): Tensor {
    if (reference) sameShape(policy, reference, 'sampleErrorsInput');
    return this.one(
      { kind: 'sampleErrorsInput' },
      [policy, target, k, terms, reference],
      policy.shape,
    );
  }

  /** Distances [N,4] of two predictions from each other and of their mixtures from the target. */
  predictionDistances(policy: Tensor, reference: Tensor, target: Tensor, k: Tensor): Tensor {
    sameShape(policy, reference, 'predictionDistances');
    sameShape(policy, target, 'predictionDistances');
    return this.one(
      { kind: 'predictionDistances' },
      [policy, reference, target, k],
      [policy.shape[0]!, DISTANCE_COLUMNS],
    );
  }

  /**
   * Mean masked log-probabilities of tokens under policy and reference logits [N,…,V] as
   * errors[N,3], and the policy's log-sum-exp [N,L].
   */
  maskedLogProb(
    policy: Tensor,
    reference: Tensor | null,
    tokens: Tensor,
    mask: Tensor,
    k: Tensor,
  ): { errors: Tensor; lse: Tensor } {
    if (reference) sameShape(policy, reference, 'maskedLogProb');
    const positions = this.maskedPositions('maskedLogProb', policy, tokens, mask, k);
    const [errors, lse] = this.node(
      { kind: 'maskedLogProb' },
      [policy, reference, tokens, mask, k],
      [[policy.shape[0]!, 3], positions],
      'maskedLogProb',
    );
    return { errors: errors!, lse: lse! };
  }

  maskedLogProbInput(
    policy: Tensor,
    tokens: Tensor,
    mask: Tensor,
    k: Tensor,
    terms: Tensor,
    lse: Tensor,
  ): Tensor {
    this.maskedPositions('maskedLogProbInput', policy, tokens, mask, k);
    return this.one(
      { kind: 'maskedLogProbInput' },
      [policy, tokens, mask, k, terms, lse],
      policy.shape,
    );
  }

  /** [N, L] of logits [N,…,V]; checks that tokens, mask and k belong to them. */
  private maskedPositions(
    what: string,
    policy: Tensor,
    tokens: Tensor,
    mask: Tensor,
    k: Tensor,
  ): Shape {
    const n = policy.shape[0]!;
    const l = sizeOf(policy.shape) / lastAxis(policy) / n;
    if (
      tokens.dtype !== 'i32' ||
      sizeOf(tokens.shape) !== n * l ||
      sizeOf(mask.shape) !== n * l ||
      sizeOf(k.shape) !== n
    ) {
      fail(
        `${what} of logits [${policy.shape}] wants i32 tokens [${n},${l}], mask [${n},${l}] ` +
          `and k [${n}], got ${tokens.dtype} [${tokens.shape}], [${mask.shape}] and [${k.shape}]`,
      );
    }
    return [n, l];
  }

  gradientNorm(gradients: Tensor): Tensor {
    return this.one({ kind: 'gradientNorm' }, [gradients], [4]);
  }

  /** Weight decay is decoupled as AdamW's unless `coupled`, as Adam's. */
  adamw(
    parameters: Tensor,
    gradients: Tensor,
    m: Tensor,
    v: Tensor,
    norm: Tensor,
    options: { coupled?: boolean } = {},
  ): void {
    this.node(
      { kind: 'adamw', coupled: options.coupled ?? false },
      [parameters, gradients, m, v, norm],
      [],
      'adamw',
    );
  }

  sgd(
    parameters: Tensor,
    gradients: Tensor,
    buffer: Tensor,
    norm: Tensor,
    options: { nesterov?: boolean } = {},
  ): void {
    this.node(
      { kind: 'sgd', nesterov: options.nesterov ?? false },
      [parameters, gradients, buffer, norm],
      [],
      'sgd',
    );
  }

  /** `matrices` lie in the four states of one length. */
  adafactor(
    parameters: Tensor,
    gradients: Tensor,
    rowMeans: Tensor,
    columnMeans: Tensor,
    norm: Tensor,
    matrices: readonly MatrixPlace[],
  ): void {
    this.node(
      { kind: 'adafactor', matrices },
      [parameters, gradients, rowMeans, columnMeans, norm],
      [],
      'adafactor',
    );
  }
}
