// Derivative of RMSNorm by its input, tuned: 16 threads a row, four rows a workgroup, the sum by a
// tree in workgroup memory in a fixed order. dy, x [rows, C], stats [rows] = rstd -> dx = rstd·(d −
// x̂·mean(d·x̂)), d = dy·gamma, x̂ = x·rstd. All threads reach every barrier; rows past the end
// work on no cells. Source: the chain rule on Zhang and Sennrich 2019 eq. 4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

// #include "prelude/rowNormInputParams.wgsl"

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read> x: array<Number>;
@group(0) @binding(2) var<storage, read> stats: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<Number>;
@group(0) @binding(4) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;
var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let lane = local % 16u;
  let index = workgroupIndex(workgroup) * 4u + local / 16u;
  let start = index * params.rowCells;
  let cells = select(0u, params.rowCells, index < params.rows);
  let rstd = stats[min(index, params.rows - 1u)];

  var part = Number();
  for (var c = lane; c < cells; c += 16u) { part += dy[start + c] * gamma[c] * x[start + c]; }
  sums[local] = dot(vec4f(part), lanes);
  for (var reach = 8u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (lane < reach) { sums[local] += sums[local + reach]; }
  }
  workgroupBarrier();
  let slope = sums[local - lane] * params.inverseSize * rstd * rstd;

  for (var c = lane; c < cells; c += 16u) {
    dx[start + c] = rstd * (dy[start + c] * gamma[c] - x[start + c] * slope);
  }
}
