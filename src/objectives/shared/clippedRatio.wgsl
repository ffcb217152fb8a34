// A ratio q of likelihoods, clipped about 1: L = mean max(−A·q, −A·clip(q, 1 ± ε)); g = A·q/N where
// the first is the larger, else 0. The method says log q in `logQ`.

fn termsOf(sample: u32) -> Terms {
  let advantage = entry(sample, 0u);
  let q = exp(clamp(logQ(sample), -80.0, 80.0));
  let open = -advantage * q;
  let closed = -advantage * clamp(q, 1.0 - its.epsilon, 1.0 + its.epsilon);
  let slope = select(0.0, advantage * q, open >= closed);
  return Terms(max(open, closed), q, select(0.0, 1.0, advantage > 0.0), 1.0, slope,
      slope / f32(params.samples) * its.gradientScale);
}
