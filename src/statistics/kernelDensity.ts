// Gaussian kernel density estimate (Rosenblatt 1956, Parzen 1962).

/**
 * Density of the values at each point of a grid, in 1 per unit of the values; all 0 of no values.
 * `bandwidth`: standard deviation of the kernel, in units of the values, above 0.
 */
export function kernelDensity(
  values: readonly number[],
  grid: readonly number[],
  bandwidth: number,
): number[] {
  const scale = 1 / (Math.max(1, values.length) * bandwidth * Math.sqrt(2 * Math.PI));
  return grid.map(
    (at) =>
      scale *
      values.reduce((sum, value) => sum + Math.exp(-0.5 * ((at - value) / bandwidth) ** 2), 0),
  );
}
