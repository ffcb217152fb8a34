// Derivative of GroupNorm for large groups, second of three dispatches: one thread per (sample,
// group) adds the slices in index order. partials [N, G, S] = (Σ d, Σ d·x̂) -> means [N, G] =
// (mean(d), mean(d·x̂)).

// #include "prelude/invocation.wgsl"

struct Params {
  count: u32,       // N·G
  slices: u32,      // S
  inverseSize: f32, // 1 / numbers in a group
}

@group(0) @binding(0) var<storage, read> partials: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> means: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  var total = vec2f();
  for (var s = 0u; s < params.slices; s++) { total += partials[index * params.slices + s]; }
  means[index] = total * params.inverseSize;
}
