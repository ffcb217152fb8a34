// RMSNorm over the last axis, portable: one thread per row, no workgroup memory, no barrier.
// x [rows, C] -> y like x, stats [rows] = rstd = 1/sqrt(mean(x²) + eps); y = x·rstd·gamma.
// Source: Zhang and Sennrich, Root Mean Square Layer Normalization, 2019, eq. 4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

// #include "prelude/rowNormParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read_write> y: array<Number>;
@group(0) @binding(3) var<storage, read_write> stats: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.rows) { return; }
  let start = index * params.rowCells;

  var squares = Number();
  for (var c = 0u; c < params.rowCells; c++) { squares += x[start + c] * x[start + c]; }
  let rstd = 1.0 / sqrt(dot(vec4f(squares), lanes) * params.inverseSize + params.eps);
  stats[index] = rstd;

  for (var c = 0u; c < params.rowCells; c++) { y[start + c] = x[start + c] * rstd * gamma[c]; }
}
