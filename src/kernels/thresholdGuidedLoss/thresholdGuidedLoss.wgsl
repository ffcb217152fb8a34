// TGO/UPO objective on per-sample scalars: one thread per sample.
// errors [N, 3] = (m, r, a), scores [N] -> terms [N, 6] = (loss, z, label, weight, dloss/dz, g), z
// = β·a, label = 1[s ≥ τ], weight = 1 + c·min(|s−τ|·scoreInverseScale, scoreClip), loss =
// weight·softplus(label ? −z : z), dloss/dz = weight·(σ(z)−label), g = dL/dm =
// −(dloss/dz)·β/T/N·gradientScale. tieMode (s = τ): 0 positive, 1 negative, 2 dropped (label 1,
// weight 0).
// |z| in the hundreds is ordinary: softplus and σ use exp(−|z|) only. Source: UPO eq. 8 / TGO
// (losses.md 1.3).

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32, // N
  tau: f32,
  tieMode: f32,
  scoreInverseScale: f32,
  scoreClip: f32,
  c: f32,
  beta: f32,
  temperature: f32,
  gradientScale: f32,
}

@group(0) @binding(0) var<storage, read> errors: array<f32>;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read_write> terms: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

// log(1+e) for e in [0, 1] as 2·artanh(e/(2+e)): WGSL's log is only good to 2⁻²¹ near 1.
fn logOnePlus(e: f32) -> f32 {
  let w = e / (2.0 + e);
  let s = w * w;
  return 2.0 * w * (1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s *
      (1.0 / 11.0 + s * (1.0 / 13.0)))))));
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let sample = threadIndex(workgroup, local);
  if (sample >= params.samples) { return; }
  let score = scores[sample];
  let tie = score == params.tau;
  let positive = score > params.tau || (tie && params.tieMode != 1.0);
  let distance = min(abs(score - params.tau) * params.scoreInverseScale, params.scoreClip);
  let weight = select(1.0 + params.c * distance, 0.0, tie && params.tieMode == 2.0);

  let z = params.beta * errors[sample * 3u + 2u];
  // loss = weight·softplus(x) and its slope by x is weight·σ(x), with x = −z for positive samples.
  let x = select(z, -z, positive);
  let e = exp(-min(abs(x), 80.0));
  let softplus = max(x, 0.0) + logOnePlus(e);
  let sigmoid = select(e, 1.0, x >= 0.0) / (1.0 + e);
  let slope = weight * select(sigmoid, -sigmoid, positive);

  let at = sample * 6u;
  terms[at] = weight * softplus;
  terms[at + 1u] = z;
  terms[at + 2u] = select(0.0, 1.0, positive);
  terms[at + 3u] = weight;
  terms[at + 4u] = slope;
  terms[at + 5u] = -slope * params.beta / params.temperature / f32(params.samples) * params.gradientScale;
}
