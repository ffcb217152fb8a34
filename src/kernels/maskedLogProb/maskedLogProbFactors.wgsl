// Derivative of the masked log-probabilities, first of three dispatches: one thread per sample.
// mask [N, L], k [N], terms [N, 6] -> factors [N] = g·k/|M|, g = terms[:, 5] = dL/dm. A sample with
// nothing masked divides by 1; no one reads it.

struct Params {
  samples: u32,   // N
  positions: u32, // L
}

@group(0) @binding(0) var<storage, read> mask: array<f32>;
@group(0) @binding(1) var<storage, read> k: array<f32>;
@group(0) @binding(2) var<storage, read> terms: array<f32>;
@group(0) @binding(3) var<storage, read_write> factors: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) grid: vec3u,
    @builtin(local_invocation_index) local: u32) {
  let sample = (workgroup.y * grid.x + workgroup.x) * 64u + local;
  if (sample >= params.samples) { return; }
  var masked = 0u;
  for (var p = sample * params.positions; p < (sample + 1u) * params.positions; p++) {
      masked += select(0u, 1u, mask[p] > 0.5); }
  factors[sample] = terms[sample * 6u + 5u] * k[sample] / f32(max(masked, 1u));
}
