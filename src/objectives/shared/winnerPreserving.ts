// The safeguard of Diffusion-SDPO for methods on pairs (losses.md 1.12; AIDC-AI/Diffusion-SDPO
// train.py, get_adaptive_lose_l_scale): the gradient of the losers' errors is multiplied by λ, so
// that a step does not raise the winners' error to first order, output-space gradients standing for
// those of the adapters. λ has no derivative of its own, and is of a part where a batch is taken in
// parts, as it is of a device's batch there.

import type { ObjectiveBatch, ObjectiveTerms } from '../../graph/objectiveTerms';
import type { Objective } from '../objective';
import { pairOf } from './pairs';
import wgsl from './winnerPreserving.wgsl?raw';

/**
 * λ = clip((1 − μ)·Σ_w ‖∂m_w‖²/Σ_(w,l) ∂m_w·∂m_l, 0, 1) in 0…1; 1 where the products of the pairs
 * sum to nothing above 0. `product(i, j)` is the inner product of ∂m_i/∂prediction_i and
 * ∂m_j/∂prediction_j.
 */
export function loserShare(
  batch: ObjectiveBatch,
  mu: number,
  product: (one: number, other: number) => number,
): number {
  let [own, along] = [0, 0];
  for (let row = 0; row < batch.size; row++) {
    const { isWinner, loser } = pairOf(batch, row);
    if (!isWinner) continue;
    own += product(row, row);
    along += product(row, loser);
  }
  return along > 0 ? Math.min(1, Math.max(0, ((1 - mu) * own) / along)) : 1;
}

/**
 * The terms of a method on pairs with the safeguard, μ the number `winnerPreserving`; λ stands as a
 * loser's weight, so that it is read back with the others.
 */
export function preservingWinners(terms: ObjectiveTerms): ObjectiveTerms {
  return {
    ...terms,
    id: `${terms.id}-winner-preserving`,
    numbers: [...terms.numbers, 'winnerPreserving'],
    measured: 'products',
    wgsl: `${terms.wgsl.replace('fn termsOf(', 'fn methodTermsOf(')}\n${wgsl}`,
    reference: (batch) => {
      const { size, table, numbers } = batch;
      const fed = terms.tableColumns(size);
      const share = loserShare(batch, numbers['winnerPreserving']!, (one, other) =>
        table(one, fed + other),
      );
      return terms
        .reference(batch)
        .map((found, row) =>
          pairOf(batch, row).isWinner ? found : { ...found, weight: share, g: share * found.g },
        );
    },
  };
}

/** The terms that a run trains with: the method's own, safeguarded where its settings say so. */
export function termsInForce(
  { terms, preservesWinners }: Pick<Objective, 'terms' | 'preservesWinners'>,
  settings: { readonly pairing: { readonly winnerPreserving: number } },
): ObjectiveTerms {
  return preservesWinners && settings.pairing.winnerPreserving > 0
    ? preservingWinners(terms)
    : terms;
}
