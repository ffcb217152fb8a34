// How much of the scores' variance lies between prompts: the one-way random-effects intraclass
// correlation ICC(1) (Shrout & Fleiss 1979, case 1; unbalanced groups by the n₀ of Donner 1986).
// High values mean that one τ for all prompts promotes and unlearns whole prompts (ruling k of
// docs/losses.md 1.3).

/**
 * ICC(1) of scores grouped by `groups` (one entry a score). NaN when no group has two members or
 * all scores are equal.
 *  Negative estimates, which mean "no more alike than chance", are given as they are.
 */
export function intraclassCorrelation(
  scores: ArrayLike<number>,
  groups: readonly string[],
): number {
  const members = new Map<string, number[]>();
  groups.forEach((group, i) => {
    const list = members.get(group);
    if (list) list.push(scores[i]!);
    else members.set(group, [scores[i]!]);
  });
  const total = groups.length;
  const count = members.size;
  if (count < 2 || total <= count) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < total; i++) sum += scores[i]!;
  const grand = sum / total;
  let between = 0;
  let within = 0;
  let squares = 0;
  for (const list of members.values()) {
    const mean = list.reduce((a, b) => a + b, 0) / list.length;
    between += list.length * (mean - grand) ** 2;
    within += list.reduce((a, b) => a + (b - mean) ** 2, 0);
    squares += list.length ** 2;
  }
  const meanBetween = between / (count - 1);
  const meanWithin = within / (total - count);
  const n0 = (total - squares / total) / (count - 1);
  const denominator = meanBetween + (n0 - 1) * meanWithin;
  return denominator > 0 ? (meanBetween - meanWithin) / denominator : Number.NaN;
}
