// The normal distribution function for loops over the wasm heap, by Abramowitz–Stegun 7.1.26 (error 1e-7 absolute).

/** Φ(x), given e = exp(−x²/2), which the density needs too. */
export function normalCdf(x: number, e: number): number {
  const t = 1 / (1 + 0.231_641_888_392_1 * Math.abs(x));
  const tail = 0.5 * t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * e;
  return x < 0 ? tail : 1 - tail;
}

/** 1/√(2π). */
export const DENSITY = 1 / Math.sqrt(2 * Math.PI);
