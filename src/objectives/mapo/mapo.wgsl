// MaPO: φ(x) = s·x/(e^{sx} − 1), z = 1000·(φ(m_w) − φ(m_l)), L = mean m_w − β·mean log σ(z).
// Source: losses.md 1.8.

// S(y) = (eʸ − 1)/y and its excess over 1, by series below 1: φ differences are of order 1e-4.
fn excess(y: f32) -> f32 {
  let series = y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0 * (1.0 + y / 5.0 * (1.0 + y / 6.0 *
      (1.0 + y / 7.0 * (1.0 + y / 8.0 * (1.0 + y / 9.0 * (1.0 + y / 10.0))))))));
  return select((exp(min(y, 80.0)) - 1.0) / max(y, 1.0) - 1.0, series, y < 1.0);
}
// φ(m) − 1.
fn shrunk(m: f32) -> f32 {
  let e = excess(its.s * m);
  return -e / (1.0 + e);
}
// φ′(m) = s·(expm1(y) − y·eʸ)/expm1(y)², by series below 1: −s·Σ (k−1)/k!·y^{k−2}/S².
fn shrinking(m: f32) -> f32 {
  let y = its.s * m;
  let S = 1.0 + excess(y);
  let series = 0.5 + y * (1.0 / 3.0 + y * (1.0 / 8.0 + y * (1.0 / 30.0 + y * (1.0 / 144.0 + y *
      (1.0 / 840.0 + y * (1.0 / 5760.0 + y * (1.0 / 45360.0 + y / 403200.0)))))));
  let e = exp(-min(y, 80.0));
  let direct = (e * (1.0 - e) - y * e) / ((1.0 - e) * (1.0 - e));
  return its.s * select(direct, -series / (S * S), y < 1.0);
}

fn termsOf(sample: u32) -> Terms {
  let winner = winnerOf(sample);
  let loser = loserOf(sample);
  let z = 1000.0 * (shrunk(policyError(winner)) - shrunk(policyError(loser)));
  let slope = -its.beta * sigmoid(-z);
  let steep = 1000.0 * slope * shrinking(policyError(sample));
  let g = select(-steep, 1.0 + steep, isWinner(sample)) / pairCount() * its.gradientScale;
  return Terms(policyError(winner) + its.beta * softplus(-z), z,
      select(0.0, 1.0, isWinner(sample)), 1.0, slope, g);
}
