// GroupNorm with optional SiLU, portable: one thread per (sample, group), no workgroup memory, no
// barrier.
// x [N, P, C] -> y like x, stats [N, G] = (mean, 1/sqrt(var + eps)). Three walks over the group:
// mean, centred squares (E[x²] - E[x]² would cancel), apply. Sums run per position first, then over
// positions: fixed order, small error. Source: Wu and He, Group Normalization, 2018, eq. 1-4. For
// groups of some thousand numbers; larger ones: groupNormSlices.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override silu: bool = false;

// #include "groupNorm/groupNormParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read> beta: array<Number>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(4) var<storage, read_write> stats: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

fn activate(u: Number) -> Number {
  if (silu) { return u / (1.0 + exp(-clamp(u, Number(-80.0), Number(80.0)))); }
  return u;
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let channel = (index % params.groups) * params.groupCells;
  let start = (index / params.groups) * params.positions * params.rowCells + channel;
  let end = start + params.positions * params.rowCells;

  var total = Number();
  for (var row = start; row < end; row += params.rowCells) {
    var part = Number();
    for (var c = 0u; c < params.groupCells; c++) { part += x[row + c]; }
    total += part;
  }
  let mean = dot(vec4f(total), lanes) * params.inverseSize;

  total = Number();
  for (var row = start; row < end; row += params.rowCells) {
    var part = Number();
    for (var c = 0u; c < params.groupCells; c++) {
      let centred = x[row + c] - mean;
      part += centred * centred;
    }
    total += part;
  }
  let rstd = 1.0 / sqrt(dot(vec4f(total), lanes) * params.inverseSize + params.eps);
  stats[index] = vec2f(mean, rstd);

  for (var row = start; row < end; row += params.rowCells) {
    for (var c = 0u; c < params.groupCells; c++) {
      y[row + c] = activate((x[row + c] - mean) * rstd * gamma[channel + c] + beta[channel + c]);
    }
  }
}
