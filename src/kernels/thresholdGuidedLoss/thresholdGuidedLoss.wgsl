// TGO/UPO objective on per-sample scalars: one thread per sample.
// errors [N, 3] = (m, r, a), scores [N] -> terms [N, 6] = (loss, z, label, weight, dloss/dz, g), z
// = β·a, label = 1[s ≥ τ], weight = 1 + c·min(|s−τ|·scoreInverseScale, scoreClip), loss =
// weight·softplus(label ? −z : z), dloss/dz = weight·(σ(z)−label), g = dL/dm =
// −(dloss/dz)·β/T/N·gradientScale. tieMode (s = τ): 0 positive, 1 negative, 2 dropped (label 1,
// weight 0).
// |z| in the hundreds is ordinary: softplus and σ use exp(−|z|) only. Source: UPO eq. 8 / TGO
// (losses.md 1.3).

struct Params {
  samples: u32, // N
}

struct StepUniforms {
  beta: f32, temperature: f32, c: f32, tau: f32, scoreInverseScale: f32, scoreClip: f32,
      tieMode: f32, gradientScale: f32,
  learningRate: f32, adamBeta1: f32, adamBeta2: f32, adamEpsilon: f32, weightDecay: f32,
      biasCorrection1: f32, biasCorrection2: f32, maxGradNorm: f32,
}

@group(0) @binding(0) var<storage, read> errors: array<f32>;
@group(0) @binding(1) var<storage, read> scores: array<f32>;
@group(0) @binding(2) var<storage, read_write> terms: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;
@group(1) @binding(1) var<uniform> step: StepUniforms;

// log(1+e) for e in [0, 1] as 2·artanh(e/(2+e)): WGSL's log is only good to 2⁻²¹ near 1.
fn logOnePlus(e: f32) -> f32 {
  let w = e / (2.0 + e);
  let s = w * w;
  return 2.0 * w * (1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0 + s *
      (1.0 / 11.0 + s * (1.0 / 13.0)))))));
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) grid: vec3u,
    @builtin(local_invocation_index) local: u32) {
  let sample = (workgroup.y * grid.x + workgroup.x) * 64u + local;
  if (sample >= params.samples) { return; }
  let score = scores[sample];
  let tie = score == step.tau;
  let positive = score > step.tau || (tie && step.tieMode != 1.0);
  let distance = min(abs(score - step.tau) * step.scoreInverseScale, step.scoreClip);
  let weight = select(1.0 + step.c * distance, 0.0, tie && step.tieMode == 2.0);

  let z = step.beta * errors[sample * 3u + 2u];
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
  terms[at + 5u] = -slope * step.beta / step.temperature / f32(params.samples) * step.gradientScale;
}
