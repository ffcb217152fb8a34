// y[i] = scale·Σ_s partial[s, i] + bias[i mod N] + residual[i]: second pass of products cut along
// their inner axis. Slices are added in rising order, so that the result does not depend on the
// GPU's scheduling.

// #include "prelude/invocation.wgsl"

struct Params { count: u32, n4: u32, slices: u32, scale: f32, hasBias: u32, hasResidual: u32 }

@group(0) @binding(0) var<storage, read> partials: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> bias: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> residual: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> y: array<vec4<f32>>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  var sum = vec4<f32>(0.0);
  for (var s = 0u; s < params.slices; s++) { sum += partials[s * params.count + index]; }
  var value = params.scale * sum;
  if (params.hasBias != 0u) { value += bias[index % params.n4]; }
  if (params.hasResidual != 0u) { value += residual[index]; }
  y[index] = value;
}
