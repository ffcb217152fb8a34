// y[n, p, c] = x[n, p, c] + e[n, c]: one Number of channels a thread. `channels` and `perSample`
// count Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, channels: u32, perSample: u32 }

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> e: array<Number>;
@group(0) @binding(2) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  y[index] = x[index] + e[(index / params.perSample) * params.channels + index % params.channels];
}
