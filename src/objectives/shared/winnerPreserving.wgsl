// The safeguard of Diffusion-SDPO: a loser's dL/dm times λ, which stands as its weight. The table's
// last N columns hold the inner products of ∂m_i/∂prediction_i. Source: losses.md 1.12.

fn product(one: u32, other: u32) -> f32 {
  return entry(one, params.columns - params.samples + other);
}

fn loserShare() -> f32 {
  var own = 0.0;
  var along = 0.0;
  for (var row = 0u; row < params.samples; row++) {
    if (isWinner(row)) {
      own += product(row, row);
      along += product(row, loserOf(row));
    }
  }
  return select(1.0, clamp((1.0 - its.winnerPreserving) * own / along, 0.0, 1.0), along > 0.0);
}

fn termsOf(sample: u32) -> Terms {
  var found = methodTermsOf(sample);
  if (!isWinner(sample)) {
    found.weight = loserShare();
    found.g *= found.weight;
  }
  return found;
}
