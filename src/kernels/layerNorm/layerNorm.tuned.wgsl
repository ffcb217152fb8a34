// LayerNorm over the last axis, tuned: 16 threads a row, four rows a workgroup; a thread takes
// cells t, t+16, … of its row. x [rows, C] -> y like x, stats [rows] = (mean, 1/sqrt(var + eps)).
// Mean, then centred squares, each summed by a tree in workgroup memory in a fixed order. All
// threads reach every barrier; rows past the end work on no cells.
// Source: Ba, Kiros and Hinton, Layer Normalization, 2016, eq. 4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

// #include "prelude/rowNormParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read> beta: array<Number>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(4) var<storage, read_write> stats: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;
var<workgroup> sums: array<f32, 64>;

// Sum over the 16 threads of a row, the same for all of them.
fn rowSum(value: f32, local: u32) -> f32 {
  let lane = local % 16u;
  sums[local] = value;
  for (var reach = 8u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (lane < reach) { sums[local] += sums[local + reach]; }
  }
  workgroupBarrier();
  let total = sums[local - lane];
  workgroupBarrier();
  return total;
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let lane = local % 16u;
  let index = workgroupIndex(workgroup) * 4u + local / 16u;
  let start = index * params.rowCells;
  let cells = select(0u, params.rowCells, index < params.rows);

  var part = Number();
  for (var c = lane; c < cells; c += 16u) { part += x[start + c]; }
  let mean = rowSum(dot(vec4f(part), lanes), local) * params.inverseSize;

  part = Number();
  for (var c = lane; c < cells; c += 16u) {
    let centred = x[start + c] - mean;
    part += centred * centred;
  }
  let rstd = 1.0 / sqrt(rowSum(dot(vec4f(part), lanes), local) * params.inverseSize + params.eps);
  if (lane == 0u && index < params.rows) { stats[index] = vec2f(mean, rstd); }

  for (var c = lane; c < cells; c += 16u) {
    y[start + c] = (x[start + c] - mean) * rstd * gamma[c] + beta[c];
  }
}
