// DiffusionNFT: R = clamp(A/10 + ½, 0, 1), L = mean (5/β)(R·m₊/a₊ + (1 − R)·m₋/a₋) + λ·d with m₊ =
// βm + (1−β)r − β(1−β)d, m₋ = (1+β)r − βm + β(1+β)d; dL/dprediction = k(2/D)(g·e + h·o). Source:
// losses.md 1.20 (NVlabs 24af555).

fn termsOf(sample: u32) -> Terms {
  let beta = its.mixture;
  let m = policyError(sample);
  let r = referenceError(sample);
  let optimality = clamp(entry(sample, 0u) / 10.0 + 0.5, 0.0, 1.0);
  let apart = entry(sample, 1u);
  let good = optimality / max(entry(sample, 2u), 1e-5);
  let bad = (1.0 - optimality) / max(entry(sample, 3u), 1e-5);
  let plus = beta * m + (1.0 - beta) * r - beta * (1.0 - beta) * apart;
  let minus = (1.0 + beta) * r - beta * m + beta * (1.0 + beta) * apart;
  let share = its.gradientScale / f32(params.samples);
  return Terms(5.0 / beta * (good * plus + bad * minus) + its.kl * apart, optimality,
      select(0.0, 1.0, optimality > 0.5), 1.0,
      (5.0 * (good * (1.0 - beta) - bad * (1.0 + beta)) - its.kl) * share,
      (5.0 * beta * (good + bad) + its.kl) * share);
}
