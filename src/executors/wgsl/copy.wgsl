// Copies `count` numbers, four a thread. Used where a result must reach a flat state that its own
// node already reads.

// #include "prelude/invocation.wgsl"

// #include "prelude/countParams.wgsl"

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<storage, read_write> destination: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let first = threadIndex(workgroup, local) * 4u;
  for (var i = first; i < min(first + 4u, params.count); i++) { destination[i] = source[i]; }
}
