// Diffusion-DRO: D = m − r of an expert (winner row) and of the policy's own sample (loser row), L
// = mean max(0, D_e − D_p + margin). Source: losses.md 1.13.

fn termsOf(sample: u32) -> Terms {
  let gap = logRatio(loserOf(sample)) - logRatio(winnerOf(sample)) + its.margin;
  let on = select(0.0, 1.0, gap > 0.0);
  let sign = select(-1.0, 1.0, isWinner(sample));
  return Terms(max(gap, 0.0), gap, select(0.0, 1.0, isWinner(sample)), 1.0, on,
      sign * on / pairCount() * its.gradientScale);
}
