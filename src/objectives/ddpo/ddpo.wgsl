// DDPO: q = exp(m_old − m), m the error against the prediction that would have led to where the
// step led, m_old that of the policy that sampled (column 1). Source: losses.md 1.16.

fn logQ(sample: u32) -> f32 { return entry(sample, 1u) - policyError(sample); }
