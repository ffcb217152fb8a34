// Diffusion-RPO: u_ij = β/2·(a_w(i) − a_l(j)), L = 1/M Σ_i Σ_j W_ij·softplus(−u_ij); W from the
// table (columns 2…: row i's weight of each loser's row). Source: losses.md 1.10.

fn weightOf(winner: u32, loser: u32) -> f32 { return entry(winner, 2u + loser); }
fn marginOf(winner: u32, loser: u32) -> f32 {
  return 0.5 * its.beta * (logRatio(winner) - logRatio(loser));
}

fn termsOf(sample: u32) -> Terms {
  let winner = winnerOf(sample);
  var loss = 0.0;
  var pull = 0.0;
  for (var other = 0u; other < params.samples; other++) {
    if (isWinner(other)) {
      if (!isWinner(sample)) {
        pull -= weightOf(other, sample) * sigmoid(-marginOf(other, sample));
      }
    } else {
      let u = marginOf(winner, other);
      loss += weightOf(winner, other) * softplus(-u);
      if (isWinner(sample)) { pull += weightOf(sample, other) * sigmoid(-u); }
    }
  }
  let u = marginOf(winner, loserOf(sample));
  let g = pull * 0.5 * its.beta / pairCount() * its.gradientScale;
  return Terms(loss, u, select(0.0, 1.0, isWinner(sample)), 1.0, -abs(pull), g);
}
