// LayerNorm over the last axis, tuned: one workgroup of 64 per row; thread t takes cells t, t+64, …
// x [rows, C] -> y like x, stats [rows] = (mean, 1/sqrt(var + eps)). Mean, then centred squares, each summed by a tree in
// workgroup memory in a fixed order. The guard depends on the workgroup only, so barriers are uniform.
// Source: Ba, Kiros and Hinton, Layer Normalization, 2016, eq. 4.
alias Number = vec4<f32>;
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0)); // all four for vec4, only the first for f32

struct Params {
  rows: u32,
  rowCells: u32,    // cells of one row
  inverseSize: f32, // 1 / C
  eps: f32,
}

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read> beta: array<Number>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(4) var<storage, read_write> stats: array<vec2f>;
@group(1) @binding(0) var<uniform> params: Params;
var<workgroup> sums: array<f32, 64>;

fn treeSum(value: f32, local: u32) -> f32 {
  sums[local] = value;
  for (var reach = 32u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) { sums[local] += sums[local + reach]; }
  }
  workgroupBarrier();
  let total = sums[0];
  workgroupBarrier();
  return total;
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) grid: vec3u, @builtin(local_invocation_index) local: u32) {
  let index = workgroup.y * grid.x + workgroup.x;
  if (index >= params.rows) { return; }
  let start = index * params.rowCells;

  var part = Number();
  for (var c = local; c < params.rowCells; c += 64u) { part += x[start + c]; }
  let mean = treeSum(dot(vec4f(part), lanes), local) * params.inverseSize;

  part = Number();
  for (var c = local; c < params.rowCells; c += 64u) {
    let centred = x[start + c] - mean;
    part += centred * centred;
  }
  let rstd = 1.0 / sqrt(treeSum(dot(vec4f(part), lanes), local) * params.inverseSize + params.eps);
  if (local == 0u) { stats[index] = vec2f(mean, rstd); }

  for (var c = local; c < params.rowCells; c += 64u) {
    y[start + c] = (x[start + c] - mean) * rstd * gamma[c] + beta[c];
  }
}
