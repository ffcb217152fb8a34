// Derivative of GroupNorm for large groups, third of three dispatches: one thread per cell, in
// place on dx, which holds
// d = dy·SiLU'(u)·gamma from groupNormInputSlices: dx = rstd·(d − mean(d) − x̂·mean(d·x̂)). x, dx
// [N, P, C]; stats, means [N, G].

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

// #include "groupNorm/groupNormApplyParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> stats: array<vec2f>;
@group(0) @binding(2) var<storage, read> means: array<vec2f>;
@group(0) @binding(3) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let group = (index / params.sampleCells) * params.groups + (index % params.rowCells)
      / params.groupCells;
  let stat = stats[group];
  let mean = means[group];
  let normal = (x[index] - stat.x) * stat.y;
  dx[index] = stat.y * (dx[index] - mean.x - normal * mean.y);
}
