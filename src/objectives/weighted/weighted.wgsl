// Reward-weighted fine-tuning: loss = v·m with v = weight·label, so that only good samples count,
// the better the more. Source: losses.md 1.20.

fn termsOf(sample: u32) -> Terms {
  let positive = isPositive(sample);
  let weight = select(0.0, 1.0 + its.c * distance(sample), positive && isKept(sample));
  return Terms(weight * policyError(sample), 0.0, select(0.0, 1.0, positive), weight, 0.0,
      its.gradientScale * weight / f32(params.samples));
}
