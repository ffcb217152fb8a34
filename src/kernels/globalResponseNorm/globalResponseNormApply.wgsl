// Global response normalisation, third of three dispatches: one thread per cell. x [N, P, C], norms
// [N, C] = gx, means [N] with mean gx first -> y = gamma·x·nx + beta + x, nx = gx / (mean gx +
// eps). Source: Woo et al., ConvNeXt V2, 2023, Algorithm 1.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

// #include "globalResponseNorm/applyParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read> beta: array<Number>;
@group(0) @binding(3) var<storage, read> norms: array<Number>;
@group(0) @binding(4) var<storage, read> means: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let sample = index / params.sampleCells;
  let c = index % params.rowCells;
  let response = norms[sample * params.rowCells + c] * (1.0 / (means[sample].x + params.eps));
  y[index] = gamma[c] * x[index] * response + beta[c] + x[index];
}
