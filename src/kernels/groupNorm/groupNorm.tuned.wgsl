// GroupNorm with optional SiLU, tuned: one workgroup of 64 per (sample, group); thread t takes
// cells t, t+64, …
// x [N, P, C] -> y like x, stats [N, G] = (mean, 1/sqrt(var + eps)). Mean, then centred squares,
// each summed by a tree in workgroup memory in a fixed order, then apply. Barriers are reached by
// all threads: the guard depends on the workgroup only. Source: Wu and He, Group Normalization,
// 2018; grid after onnxruntime #32463 (workgroup per group).

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
var<workgroup> sums: array<f32, 64>;

fn activate(u: Number) -> Number {
  if (silu) { return u / (1.0 + exp(-clamp(u, Number(-80.0), Number(80.0)))); }
  return u;
}

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
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  if (index >= params.count) { return; }
  let channel = (index % params.groups) * params.groupCells;
  let start = (index / params.groups) * params.positions * params.rowCells + channel;
  let cells = params.positions * params.groupCells;

  var part = Number();
  for (var e = local; e < cells; e += 64u) {
    part += x[start + (e / params.groupCells) * params.rowCells + e % params.groupCells];
  }
  let mean = treeSum(dot(vec4f(part), lanes), local) * params.inverseSize;

  part = Number();
  for (var e = local; e < cells; e += 64u) {
    let centred = x[start + (e / params.groupCells) * params.rowCells + e % params.groupCells] -
        mean;
    part += centred * centred;
  }
  let rstd = 1.0 / sqrt(treeSum(dot(vec4f(part), lanes), local) * params.inverseSize + params.eps);
  if (local == 0u) { stats[index] = vec2f(mean, rstd); }

  for (var e = local; e < cells; e += 64u) {
    let c = e % params.groupCells;
    let at = start + (e / params.groupCells) * params.rowCells + c;
    y[at] = activate((x[at] - mean) * rstd * gamma[channel + c] + beta[channel + c]);
  }
}
