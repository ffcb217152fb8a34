// Derivative of GroupNorm (+ SiLU) by its input, tuned: one workgroup of 64 per (sample, group),
// two sums at once as vec2f. dy, x [N, P, C], stats [N, G] = (mean, rstd) -> dx = rstd·(d − mean(d)
// − x̂·mean(d·x̂)), d = dy·SiLU'(u)·gamma, u recomputed from x. Tree sum in workgroup memory in a
// fixed order; the guard depends on the workgroup only, so barriers are uniform. Source: the chain
// rule on Wu and He 2018 eq. 1-4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override silu: bool = false;

// #include "groupNorm/groupNormInputParams.wgsl"

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read> x: array<Number>;
@group(0) @binding(2) var<storage, read> stats: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<Number>;
@group(0) @binding(4) var<storage, read> beta: array<Number>;
@group(0) @binding(5) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;
var<workgroup> sums: array<vec2f, 64>;

// d of one cell from dy, the normalised x and the channel.
fn slope(gradient: Number, normal: Number, channel: u32) -> Number {
  let scaled = gradient * gamma[channel];
  if (!silu) { return scaled; }
  let u = normal * gamma[channel] + beta[channel];
  let s = 1.0 / (1.0 + exp(-clamp(u, Number(-80.0), Number(80.0))));
  return scaled * s * (1.0 + u * (1.0 - s));
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  if (index >= params.count) { return; }
  let channel = (index % params.groups) * params.groupCells;
  let start = (index / params.groups) * params.positions * params.rowCells + channel;
  let cells = params.positions * params.groupCells;
  let stat = stats[index];

  var part = Number();
  var partNormal = Number();
  for (var e = local; e < cells; e += 64u) {
    let c = e % params.groupCells;
    let at = start + (e / params.groupCells) * params.rowCells + c;
    let normal = (x[at] - stat.x) * stat.y;
    let d = slope(dy[at], normal, channel + c);
    part += d;
    partNormal += d * normal;
  }
  sums[local] = vec2f(dot(vec4f(part), lanes), dot(vec4f(partNormal), lanes));
  for (var reach = 32u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) { sums[local] += sums[local + reach]; }
  }
  workgroupBarrier();
  let means = sums[0] * params.inverseSize;

  for (var e = local; e < cells; e += 64u) {
    let c = e % params.groupCells;
    let at = start + (e / params.groupCells) * params.rowCells + c;
    let normal = (x[at] - stat.x) * stat.y;
    dx[at] = stat.y * (slope(dy[at], normal, channel + c) - means.x - normal * means.y);
  }
}
