// TGO without its logistic (T -> ∞): loss = weight·(2·label − 1)·m/2, so that a good sample's error
// falls and a bad one's rises at constant rates. Source: losses.md 1.20.

fn termsOf(sample: u32) -> Terms {
  let positive = isPositive(sample);
  let weight = select(0.0, 1.0 + its.c * distance(sample), isKept(sample));
  let half = select(-0.5, 0.5, positive);
  return Terms(weight * half * policyError(sample), logRatio(sample), select(0.0, 1.0, positive),
      weight, -weight * half, weight * half / f32(params.samples) * its.gradientScale);
}
