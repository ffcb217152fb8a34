// ORPO with the right sign: z = log(expm1(m_l/2)) − log(expm1(m_w/2)), L = mean m_w − λ·mean log
// σ(z). Source: losses.md 1.9 (diffusers' version lowers the loser's error too).

fn termsOf(sample: u32) -> Terms {
  let winner = policyError(winnerOf(sample));
  let z = logOdds(policyError(loserOf(sample))) - logOdds(winner);
  let slope = -its.lambda * sigmoid(-z);
  let steep = slope * rise(policyError(sample));
  let g = select(steep, 1.0 - steep, isWinner(sample)) / pairCount() * its.gradientScale;
  return Terms(winner + its.lambda * softplus(-z), z, select(0.0, 1.0, isWinner(sample)), 1.0,
      slope, g);
}
