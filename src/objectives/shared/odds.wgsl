// The odds of p = exp(−m/2), as ORPO and ORRPO move them apart.

// log(eˣ − 1) of x = m/2 > 0 and its derivative by m.
fn logOdds(m: f32) -> f32 {
  let x = 0.5 * max(m, 1e-8);
  let series = x / 2.0 * (1.0 + x / 3.0 * (1.0 + x / 4.0 * (1.0 + x / 5.0 * (1.0 + x / 6.0 *
      (1.0 + x / 7.0 * (1.0 + x / 8.0))))));
  return select(x + log(1.0 - exp(-min(x, 80.0))), log(x) + logOnePlus(min(series, 1.0)), x < 1.0);
}
fn rise(m: f32) -> f32 {
  let x = 0.5 * max(m, 1e-8);
  // 1 − e⁻ˣ by series below ½.
  let series = x * (1.0 - x / 2.0 * (1.0 - x / 3.0 * (1.0 - x / 4.0 * (1.0 - x / 5.0 *
      (1.0 - x / 6.0 * (1.0 - x / 7.0))))));
  return 0.5 / select(1.0 - exp(-min(x, 80.0)), series, x < 0.5);
}
