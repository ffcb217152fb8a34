// Diffusion-DPO: u = β/2·(a_w − a_l) with a = r − m, loss = softplus(−u), g_w = β/2·σ(−u)/P = −g_l.
// Source: losses.md 1.5.

fn termsOf(sample: u32) -> Terms {
  let u = 0.5 * its.beta * (logRatio(winnerOf(sample)) - logRatio(loserOf(sample)));
  let sign = select(-1.0, 1.0, isWinner(sample));
  let slope = -sigmoid(-u);
  let g = -sign * slope * 0.5 * its.beta / pairCount() * its.gradientScale;
  return Terms(softplus(-u), u, select(0.0, 1.0, isWinner(sample)), 1.0, slope, g);
}
