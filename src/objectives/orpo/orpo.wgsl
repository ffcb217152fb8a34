// ORPO with the right sign: z = log(expm1(m_l/2)) − log(expm1(m_w/2)), L = mean m_w − λ·mean log
// σ(z). Source: losses.md 1.9 (diffusers' version lowers the loser's error too).

// log(eˣ − 1) of x = m/2 > 0 and its derivative by m.
fn logOdds(m: f32) -> f32 {
  let x = 0.5 * max(m, 1e-8);
  let series = x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 *
      (1.0 + x / 7.0 * (1.0 + x / 8.0))))));
  return select(x + log(1.0 - exp(-min(x, 80.0))), log(x) + logOnePlus(min(series, 1.0)), x < 1.0);
}
fn rise(m: f32) -> f32 {
  let x = 0.5 * max(m, 1e-8);
  // 1 − e⁻ˣ by series below ½.
  let series = x * (1.0 - x / 2.0 * (1.0 - x / 3.0 * (1.0 - x / 4.0 * (1.0 - x / 5.0 *
      (1.0 - x / 6.0 * (1.0 - x / 7.0))))));
  return 0.5 / select(1.0 - exp(-min(x, 80.0)), series, x < 0.5);
}

fn termsOf(sample: u32) -> Terms {
  let winner = policyError(winnerOf(sample));
  let z = logOdds(policyError(loserOf(sample))) - logOdds(winner);
  let slope = -its.lambda * sigmoid(-z);
  let steep = slope * rise(policyError(sample));
  let g = select(steep, 1.0 - steep, isWinner(sample)) / pairCount() * its.gradientScale;
  return Terms(winner + its.lambda * softplus(-z), z, select(0.0, 1.0, isWinner(sample)), 1.0,
      slope, g);
}
