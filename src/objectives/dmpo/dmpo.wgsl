// DMPO: u = β/2·(a_w − a_l), p = σ(u); loss = KL(Bernoulli(p) ‖ Bernoulli(1 − α)); dL/du =
// p(1−p)(u − u*), u* = log((1−α)/α): beyond u* it pushes back. Source: losses.md 1.12.

fn termsOf(sample: u32) -> Terms {
  let u = 0.5 * its.beta * (logRatio(winnerOf(sample)) - logRatio(loserOf(sample)));
  let p = sigmoid(u);
  let q = sigmoid(-u);
  // log p = −softplus(−u), log(1−p) = −softplus(u); p·|u| and q·|u| vanish where they overflow.
  let loss = p * (-softplus(-u) - its.logKept) + q * (-softplus(u) - its.logAlpha);
  let slope = p * q * (u - (its.logKept - its.logAlpha));
  let sign = select(-1.0, 1.0, isWinner(sample));
  let g = -sign * slope * 0.5 * its.beta / pairCount() * its.gradientScale;
  return Terms(loss, u, select(0.0, 1.0, isWinner(sample)), 1.0, slope, g);
}
