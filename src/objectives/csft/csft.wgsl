// CSFT: loss = m of good and bad samples alike; a bad one's prompt begins with the bad prefix,
// which the host has seen to. A dropped tie counts nothing. Source: losses.md 1.2
// (tgxs002/align_sd).

fn termsOf(sample: u32) -> Terms {
  let weight = select(0.0, 1.0, isKept(sample));
  return Terms(weight * policyError(sample), 0.0, select(0.0, 1.0, isPositive(sample)), weight, 0.0,
      its.gradientScale * weight / f32(params.samples));
}
