// The terms of a training method on per-sample scalars: one thread per sample, which may read the
// whole batch (N ≤ 128, so a method over pairs or groups simply loops).
// errors [N, 3] = (m, r, a), scores [N], table [N, columns], numbers of the method -> terms [N, 6]
// = (loss, z, label, weight, dloss/dz, g = dL/dm·gradientScale).
// The method's own text defines `fn termsOf(sample: u32) -> Terms` and may call everything here;
// `its` holds its numbers by name.

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32, // N
  columns: u32, // of the table
}

struct Terms {
  loss: f32,
  z: f32,
  label: f32,
  weight: f32,
  slope: f32,
  g: f32,
}

struct Numbers {
  // numbers
}

@group(0) @binding(0) var<storage, read> errors: array<f32>;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read> table: array<f32>;
@group(0) @binding(3) var<storage, read> its: Numbers;
@group(0) @binding(4) var<storage, read_write> terms: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

// Error m of the policy, error r of the reference, log-ratio a = (r − m)/T.
fn policyError(sample: u32) -> f32 { return errors[sample * 3u]; }
fn referenceError(sample: u32) -> f32 { return errors[sample * 3u + 1u]; }
fn logRatio(sample: u32) -> f32 { return errors[sample * 3u + 2u]; }
fn entry(sample: u32, column: u32) -> f32 { return table[sample * params.columns + column]; }

// log(1+e) for e in [0, 1] as 2·artanh(e/(2+e)): WGSL's log is only good to 2⁻²¹ near 1.
fn logOnePlus(e: f32) -> f32 {
  let w = e / (2.0 + e);
  let s = w * w;
  return 2.0 * w * (1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s *
      (1.0 / 11.0 + s * (1.0 / 13.0)))))));
}

// softplus(x) = log(1 + eˣ) and σ(x), stable at |x| in the hundreds: exp(−|x|) only.
fn softplus(x: f32) -> f32 {
  return max(x, 0.0) + logOnePlus(exp(-min(abs(x), 80.0)));
}
fn sigmoid(x: f32) -> f32 {
  let e = exp(-min(abs(x), 80.0));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}

// Label 1[s ≥ τ]. Ties (s = τ) by tieMode: 0 positive, 1 negative, 2 dropped (label 1, not kept).
fn isPositive(sample: u32) -> bool {
  let score = scores[sample];
  return score > its.tau || (score == its.tau && its.tieMode != 1.0);
}
fn isKept(sample: u32) -> bool {
  return !(scores[sample] == its.tau && its.tieMode == 2.0);
}
// |s − τ| in units of the score scale, cut at scoreClip.
fn distance(sample: u32) -> f32 {
  return min(abs(scores[sample] - its.tau) * its.scoreInverseScale, its.scoreClip);
}

// method

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let sample = threadIndex(workgroup, local);
  if (sample >= params.samples) { return; }
  let found = termsOf(sample);
  let at = sample * 6u;
  terms[at] = found.loss;
  terms[at + 1u] = found.z;
  terms[at + 2u] = found.label;
  terms[at + 3u] = found.weight;
  terms[at + 4u] = found.slope;
  // A sample whose error has passed the cap is not pushed away further (losses.md 1.20).
  let far = its.errorCap > 0.0 && policyError(sample) > its.errorCap * referenceError(sample);
  terms[at + 5u] = select(found.g, 0.0, far && found.g < 0.0);
}
