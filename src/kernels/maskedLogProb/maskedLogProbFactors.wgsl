// Derivative of the masked log-probabilities, first of three dispatches: one thread per sample.
// mask [N, L], k [N], terms [N, 6] -> factors [N] = g·k/|M|, g = terms[:, 5] = dL/dm. A sample with
// nothing masked divides by 1; no one reads it.

// #include "prelude/invocation.wgsl"

struct Params {
  samples: u32,   // N
  positions: u32, // L
}

@group(0) @binding(0) var<storage, read> mask: array<f32>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read> terms: array<f32>;
@group(0) @binding(3) var<storage, read_write> factors: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let sample = threadIndex(workgroup, local);
  if (sample >= params.samples) { return; }
  var masked = 0u;
  for (var p = sample * params.positions; p < (sample + 1u) * params.positions; p++) {
      masked += select(0u, 1u, mask[p] > 0.5); }
  factors[sample] = terms[sample * 6u + 5u] * k[sample] / f32(max(masked, 1u));
}
