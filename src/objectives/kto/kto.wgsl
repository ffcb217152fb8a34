// Diffusion-KTO: x = ±β·(a − z), z = max(0, mean a) over the batch (not differentiated), L =
// mean λ·(1 − h(x)), dL/dm = λ·(±β)·h′(x)/N. h by label: 0 σ, 1 log σ, 2 softplus. offset 1: z is
// the average of the classes' means, unclamped. Source: losses.md 1.6.

fn anchor() -> f32 {
  var sum = vec2f(0.0);
  var count = vec2f(0.0);
  for (var i = 0u; i < params.samples; i++) {
    let side = select(vec2f(0.0, 1.0), vec2f(1.0, 0.0), isPositive(i));
    sum += side * logRatio(i);
    count += side;
  }
  if (its.offset == 1.0) {
    return dot(sum / (count + vec2f(exp2(-20.0))), vec2f(1.0)) / 2.0;
  }
  return max(0.0, (sum.x + sum.y) / f32(params.samples));
}

fn termsOf(sample: u32) -> Terms {
  let positive = isPositive(sample);
  let sign = select(-1.0, 1.0, positive);
  let weight = select(0.0, select(its.lambdaBad, its.lambdaGood, positive), isKept(sample));
  let shape = select(its.shapeBad, its.shapeGood, positive);
  let x = sign * its.beta * (logRatio(sample) - anchor());
  var missing = sigmoid(-x);
  var rise = sigmoid(x) * sigmoid(-x);
  if (shape == 1.0) {
    missing = 1.0 + softplus(-x);
    rise = sigmoid(-x);
  }
  if (shape == 2.0) {
    missing = 1.0 - softplus(x);
    rise = sigmoid(x);
  }
  let slope = -weight * rise;
  return Terms(weight * missing, x, select(0.0, 1.0, positive), weight, slope,
      -slope * sign * its.beta / f32(params.samples) * its.gradientScale);
}
