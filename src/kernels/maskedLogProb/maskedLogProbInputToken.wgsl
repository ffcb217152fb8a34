// Derivative of the masked log-probabilities by the policy's logits, last of three dispatches: one
// thread per position subtracts the sample's factor at the position's token. tokens, mask [N, L],
// factors [N] -> derivative [N, L, V], in place.

// #include "prelude/invocation.wgsl"

struct Params {
  count: u32,     // N·L
  codes: u32,     // V
  positions: u32, // L
}

@group(0) @binding(0) var<storage, read> tokens: array<i32>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read> factors: array<f32>;
@group(0) @binding(3) var<storage, read_write> derivative: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let position = threadIndex(workgroup, local);
  if (position >= params.count || mask[position] <= 0.5) { return; }
  derivative[position * params.codes +
      u32(tokens[position])] -= factors[position / params.positions];
}
