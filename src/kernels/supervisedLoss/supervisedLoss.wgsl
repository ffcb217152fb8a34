// SFT on per-sample scalars, with the six columns of thresholdGuidedLoss: one thread per sample.
// errors [N, 3] = (m, r, a), scores [N] -> terms [N, 6] = (weight·m, β·a, label, weight, 0,
// gradientScale·weight/N); label = 1[s ≥ τ], weight = label. tieMode (s = τ): 0 positive, 1
// negative, 2 dropped (label 1, weight 0). Source: losses.md 1.1 (the UPO/TGO baseline trains on
// the pseudo-preferred samples only).

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32, // N
  tau: f32,
  tieMode: f32,
  beta: f32,
  gradientScale: f32,
}

@group(0) @binding(0) var<storage, read> errors: array<f32>;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read_write> terms: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let sample = threadIndex(workgroup, local);
  if (sample >= params.samples) { return; }
  let score = scores[sample];
  let tie = score == params.tau;
  let positive = score > params.tau || (tie && params.tieMode != 1.0);
  let weight = select(0.0, 1.0, positive && !(tie && params.tieMode == 2.0));

  let at = sample * 6u;
  terms[at] = weight * errors[sample * 3u];
  terms[at + 1u] = params.beta * errors[sample * 3u + 2u];
  terms[at + 2u] = select(0.0, 1.0, positive);
  terms[at + 3u] = weight;
  terms[at + 4u] = 0.0;
  terms[at + 5u] = params.gradientScale * weight / f32(params.samples);
}
