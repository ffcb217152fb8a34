// SFT on the good samples: loss = weight·m with weight = label = 1[s ≥ τ], g = weight/N. The batch
// is drawn from good samples, so the weight is a guard, not a sampler. Source: docs/losses.md 1.1
// (the UPO/TGO baseline trains on the pseudo-preferred samples only).

fn termsOf(sample: u32) -> Terms {
  let positive = isPositive(sample);
  let weight = select(0.0, 1.0, positive && isKept(sample));
  return Terms(weight * policyError(sample), 0.0, select(0.0, 1.0, positive), weight, 0.0,
      its.gradientScale * weight / f32(params.samples));
}
