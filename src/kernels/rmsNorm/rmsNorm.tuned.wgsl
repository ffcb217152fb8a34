// RMSNorm over the last axis, tuned: 16 threads a row, four rows a workgroup; a thread takes cells
// t, t+16, … of its row. x [rows, C] -> y like x, stats [rows] = rstd = 1/sqrt(mean(x²) + eps).
// Squares are summed by a tree in workgroup memory in a fixed order. All threads reach every
// barrier; rows past the end work on no cells.
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
var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let lane = local % 16u;
  let index = workgroupIndex(workgroup) * 4u + local / 16u;
  let start = index * params.rowCells;
  let cells = select(0u, params.rowCells, index < params.rows);

  var part = Number();
  for (var c = lane; c < cells; c += 16u) { part += x[start + c] * x[start + c]; }
  sums[local] = dot(vec4f(part), lanes);
  for (var reach = 8u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (lane < reach) { sums[local] += sums[local + reach]; }
  }
  workgroupBarrier();
  let rstd = 1.0 / sqrt(sums[local - lane] * params.inverseSize + params.eps);
  if (lane == 0u && index < params.rows) { stats[index] = rstd; }

  for (var c = lane; c < cells; c += 16u) { y[start + c] = x[start + c] * rstd * gamma[c]; }
}
