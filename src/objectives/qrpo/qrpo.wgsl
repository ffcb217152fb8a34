// QRPO: gap = R − β·log Z − β·κ·a with R the quantile of the score and log Z = log(β(e^{1/β} − 1)),
// L = mean gap². Source: losses.md 1.20.

fn termsOf(sample: u32) -> Terms {
  let quantile = entry(sample, 0u);
  let z = its.kappa * logRatio(sample);
  let gap = quantile - its.beta * (its.logZ + z);
  return Terms(gap * gap, z, select(0.0, 1.0, quantile > 0.5), 1.0, -2.0 * its.beta * gap,
      2.0 * its.beta * its.kappa * gap / f32(params.samples) * its.gradientScale);
}
