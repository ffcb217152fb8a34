// LAIR's form: loss = −A·ρ + λ/2·ρ², ρ = κ·(r − m); it rests at ρ = A/λ on both sides. Source:
// losses.md 1.20.

fn termsOf(sample: u32) -> Terms {
  let advantage = entry(sample, 0u);
  let rho = its.kappa * logRatio(sample);
  let slope = its.kappa * (advantage - its.lambda * rho);
  return Terms(rho * (0.5 * its.lambda * rho - advantage), rho, select(0.0, 1.0, advantage > 0.0),
      1.0, slope, slope / f32(params.samples) * its.gradientScale);
}
