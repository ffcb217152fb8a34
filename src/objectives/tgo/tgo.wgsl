// TGO/UPO: z = β·a, weight = 1 + c·min(|s−τ|·scoreInverseScale, scoreClip), loss =
// weight·softplus(label ? −z : z), dloss/dz = weight·(σ(z)−label), g = −(dloss/dz)·β/T/N.
// |z| in the hundreds is ordinary. Source: UPO eq. 8 / TGO (docs/losses.md 1.3).

fn termsOf(sample: u32) -> Terms {
  let positive = isPositive(sample);
  let weight = select(0.0, 1.0 + its.c * distance(sample), isKept(sample));
  let z = its.beta * logRatio(sample);
  // loss = weight·softplus(x) and its slope by x is weight·σ(x), with x = −z for positive samples.
  let x = select(z, -z, positive);
  let slope = weight * select(sigmoid(x), -sigmoid(x), positive);
  let g = -slope * its.beta / its.temperature / f32(params.samples) * its.gradientScale;
  return Terms(weight * softplus(x), z, select(0.0, 1.0, positive), weight, slope, g);
}
