// DSPO as released: u = ½β(a_w − a_l), share b = β·σ(−u) held fixed, loss = mean (e_w − b·(p_w −
// p_ref,w))² = (1−b)m + b·r − b(1−b)d of the winner alone; dL/dp_w = k(2/D)(g·e + h·o). Source:
// losses.md 1.7 (AIDC-AI/Diffusion-SDPO).

fn termsOf(sample: u32) -> Terms {
  let winner = winnerOf(sample);
  let u = 0.5 * its.beta * (logRatio(winner) - logRatio(loserOf(sample)));
  let share = its.beta * sigmoid(-u);
  let rest = 1.0 - share;
  let loss = rest * policyError(winner) + share * referenceError(winner)
      - share * rest * entry(winner, 2u);
  let scale = select(0.0, its.gradientScale / pairCount(), isWinner(sample));
  return Terms(loss, u, select(0.0, 1.0, isWinner(sample)), 1.0, share * rest * scale,
      rest * rest * scale);
}
