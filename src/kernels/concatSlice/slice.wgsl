// y[row] = x[row, start : start + length] of the last axis: one Number a thread. Sizes count
// Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, width: u32, start: u32, length: u32 }

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  y[index] = x[(index / params.length) * params.width + params.start + index % params.length];
}
