// Derivative of the masked log-probabilities by the policy's logits, second of three dispatches:
// one thread per cell, the softmax's part. policy [N, L, V], mask, lse [N, L], factors [N] ->
// derivative [N, L, V] = factor·exp(policy − lse), 0 where not masked. The third dispatch
// (maskedLogProbInputToken) subtracts the tokens' part. Source: docs/losses.md 1.0, kernel
// contract.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

struct Params {
  count: u32,     // cells of the logits
  rowCells: u32,  // cells of V
  positions: u32, // L
}

@group(0) @binding(0) var<storage, read> policy: array<Number>;
@group(0) @binding(1) var<storage, read> mask: array<f32>;
@group(0) @binding(2) var<storage, read> lse: array<f32>;
@group(0) @binding(3) var<storage, read> factors: array<f32>;
@group(0) @binding(4) var<storage, read_write> derivative: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let position = index / params.rowCells;
  var value = Number();
  if (mask[position] > 0.5) { value = exp(policy[index] - lse[position]) *
      factors[position / params.positions]; }
  derivative[index] = value;
}
