// AWM: q = exp(m_old − m), the model that sampled being the reference. Source: losses.md 1.20
// (scxue be51372).

fn logQ(sample: u32) -> f32 { return logRatio(sample); }
