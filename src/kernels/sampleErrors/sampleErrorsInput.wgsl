// Derivative of the per-sample error by the policy's prediction: one thread per cell.
// policy, target [N, D], k [N], terms [N, 6] -> dL/dpolicy = g·k·(2/D)·(policy−target), g =
// terms[:, 5] = dL/dm. With a reference [N, D]: k·(2/D)·(g·(policy−target) + h·(reference−target)),
// h = terms[:, 4]. Source: docs/losses.md 1.0, kernel contract, and 1.20 (`nft`).

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
override hasReference: bool = false;

struct Params {
  count: u32,       // cells of all samples
  sampleCells: u32, // cells of one sample
  twoOverSize: f32, // 2 / D
}

@group(0) @binding(0) var<storage, read> policy: array<Number>;
@group(0) @binding(1) var<storage, read> goal: array<Number>;
@group(0) @binding(2) var<storage, read> k: array<f32>;
@group(0) @binding(3) var<storage, read> terms: array<f32>;
@group(0) @binding(4) var<storage, read_write> derivative: array<Number>;
@group(0) @binding(5) var<storage, read> reference: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let sample = index / params.sampleCells;
  var value = (policy[index] - goal[index]) * (terms[sample * 6u + 5u] * k[sample] *
      params.twoOverSize);
  if (hasReference) {
    value += (reference[index] - goal[index]) * (terms[sample * 6u + 4u] * k[sample] *
        params.twoOverSize);
  }
  derivative[index] = value;
}
