// CRD: L = 5/β·mean (β·(ρ − mean ρ) − (R − mean R))², ρ = r − m, R = A/10 + ½, means over the group
// and not differentiated. Source: losses.md 1.20 (Flow-Factory a0b2bc5).

fn termsOf(sample: u32) -> Terms {
  var ratio = 0.0;
  var reward = 0.0;
  var count = 0.0;
  for (var i = 0u; i < params.samples; i++) {
    if (entry(i, 1u) == entry(sample, 1u)) {
      ratio += logRatio(i);
      reward += entry(i, 0u);
      count += 1.0;
    }
  }
  let advantage = entry(sample, 0u);
  let gap = its.beta * (logRatio(sample) - ratio / count) - (advantage - reward / count) / 10.0;
  let slope = -10.0 * gap;
  return Terms(5.0 / its.beta * gap * gap, gap, select(0.0, 1.0, advantage > 0.0), 1.0, slope,
      slope / f32(params.samples) * its.gradientScale);
}
