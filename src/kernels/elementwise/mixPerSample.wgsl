// z[n, …] = c0[n]·x[n, …] + c1[n]·y[n, …], one Number a thread; coefficients are [N, 2];
// `perSample` counts Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
struct Params { count: u32, perSample: u32 }

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> y: array<Number>;
@group(0) @binding(2) var<storage, read> coefficients: array<f32>;
@group(0) @binding(3) var<storage, read_write> z: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let sample = index / params.perSample;
  z[index] = coefficients[2u * sample] * x[index] + coefficients[2u * sample + 1u] * y[index];
}
