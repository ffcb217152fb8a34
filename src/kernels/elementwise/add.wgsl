// y = scaleA·a + scaleB·b over `count` Numbers, one a thread.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, scaleA: f32, scaleB: f32 }

@group(0) @binding(0) var<storage, read> a: array<Number>;
@group(0) @binding(1) var<storage, read> b: array<Number>;
@group(0) @binding(2) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  y[index] = params.scaleA * a[index] + params.scaleB * b[index];
}
