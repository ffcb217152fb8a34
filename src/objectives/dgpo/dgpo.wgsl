// DGPO: L = w_g·mean A·m with w_g = σ(mean_j A_j·β·(m_j − r_j)) over the group, not differentiated.
// Source: losses.md 1.20 (Luo-Yihong/DGPO).

fn termsOf(sample: u32) -> Terms {
  var sum = 0.0;
  var count = 0.0;
  for (var i = 0u; i < params.samples; i++) {
    if (entry(i, 1u) == entry(sample, 1u)) {
      sum -= entry(i, 0u) * logRatio(i);
      count += 1.0;
    }
  }
  let z = its.beta * sum / count;
  let advantage = entry(sample, 0u);
  let slope = sigmoid(z) * advantage;
  return Terms(slope * policyError(sample), z, select(0.0, 1.0, advantage > 0.0), 1.0, slope,
      slope / f32(params.samples) * its.gradientScale);
}
