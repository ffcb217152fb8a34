// ORRPO with the right signs: z_ij = log(expm1(m_l(j)/2)) − log(expm1(m_w(i)/2)), L = mean m_w −
// λ/M Σ_i Σ_j W_ij·log σ(z_ij); W from the table (columns 2…: row i's weight of each loser's row).
// Source: losses.md 1.11.

fn weightOf(winner: u32, loser: u32) -> f32 { return entry(winner, 2u + loser); }
fn marginOf(winner: u32, loser: u32) -> f32 {
  return logOdds(policyError(loser)) - logOdds(policyError(winner));
}

fn termsOf(sample: u32) -> Terms {
  let winner = winnerOf(sample);
  var loss = policyError(winner);
  var pull = 0.0;
  for (var other = 0u; other < params.samples; other++) {
    if (isWinner(other)) {
      if (!isWinner(sample)) {
        pull += weightOf(other, sample) * sigmoid(-marginOf(other, sample));
      }
    } else {
      let z = marginOf(winner, other);
      loss += its.lambda * weightOf(winner, other) * softplus(-z);
      if (isWinner(sample)) { pull += weightOf(sample, other) * sigmoid(-z); }
    }
  }
  let slope = -its.lambda * pull;
  let steep = slope * rise(policyError(sample));
  let g = select(steep, 1.0 - steep, isWinner(sample)) / pairCount() * its.gradientScale;
  return Terms(loss, marginOf(winner, loserOf(sample)), select(0.0, 1.0, isWinner(sample)), 1.0,
      slope, g);
}
