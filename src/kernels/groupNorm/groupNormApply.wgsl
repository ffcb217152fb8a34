// GroupNorm of large groups, third of three dispatches: one thread per cell, y = act((x −
// mean)·rstd·gamma + beta). x [N, P, C], stats [N, G] = (mean, rstd) -> y like x; act = SiLU when
// `silu`.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
override silu: bool = false;

// #include "groupNorm/groupNormApplyParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> stats: array<vec2f>;
@group(0) @binding(2) var<storage, read> gamma: array<Number>;
@group(0) @binding(3) var<storage, read> beta: array<Number>;
@group(0) @binding(4) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let channel = index % params.rowCells;
  let stat = stats[(index / params.sampleCells) * params.groups + channel / params.groupCells];
  let u = (x[index] - stat.x) * stat.y * gamma[channel] + beta[channel];
  if (silu) { y[index] = u / (1.0 + exp(-clamp(u, Number(-80.0), Number(80.0)))); } else {
      y[index] = u; }
}
