// Student's t distribution with any real number of degrees of freedom (Satterthwaite's are rarely
// whole): its two-sided tail probability and its quantile, through the regularized incomplete beta
// function (Abramowitz & Stegun 26.7.1; continued fraction 26.5.8 by Lentz's method).

/** ln Γ(x), x > 0: Lanczos with g = 7 and 9 terms, relative error below 1e-14. */
function logGamma(x: number): number {
  const terms = [
    676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = 0.99999999999980993;
  terms.forEach((term, i) => {
    sum += term / (x + i);
  });
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Lentz's continued fraction of the incomplete beta function; converges for x < (a+1)/(a+b+2). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const nonZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= 500; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return value;
}

/** Regularized incomplete beta function I_x(a, b). `complement` is 1 − x, given to keep digits. */
function incompleteBeta(x: number, complement: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (complement <= 0) return 1;
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement),
  );
  return x < (a + 1) / (a + b + 2)
    ? (front * betaFraction(x, a, b)) / a
    : 1 - (front * betaFraction(complement, b, a)) / b;
}

/**
 * P(|t| ≥ |value|) with `df` degrees of freedom. Errors: throws when df is not positive; NaN for a
 * value that is NaN.
 */
export function studentTail(value: number, df: number): number {
  if (!(df > 0)) throw new Error(`studentTail: ${df} degrees of freedom`);
  if (Number.isNaN(value)) return Number.NaN;
  if (!Number.isFinite(value)) return 0;
  const squared = value * value;
  return incompleteBeta(df / (df + squared), squared / (df + squared), df / 2, 0.5);
}

/**
 * The value that |t| stays below with probability `confidence`. Newton's method from below: the
 * tail is convex and falling, so that every step stays below the root and none overshoots.
 */
export function studentQuantile(confidence: number, df: number): number {
  if (!(confidence > 0 && confidence < 1))
    throw new Error(`studentQuantile: confidence ${confidence} is outside 0…1`);
  const tail = 1 - confidence;
  const logScale =
    logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI) + Math.LN2;
  let value = 0;
  for (let i = 0; i < 200; i++) {
    const slope = Math.exp(logScale - ((df + 1) / 2) * Math.log1p((value * value) / df));
    const next = value + (studentTail(value, df) - tail) / slope;
    if (!(next > value * (1 + 1e-14))) return next;
    value = next;
  }
  return value;
}
