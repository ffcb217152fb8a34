// Derivative of GroupNorm (+ SiLU) by its input, portable: one thread per (sample, group), no
// workgroup memory, no barrier. dy, x [N, P, C], stats [N, G] = (mean, rstd) -> dx = rstd·(d −
// mean(d) − x̂·mean(d·x̂)), d = dy·SiLU'(u)·gamma, u recomputed from x. gamma and beta are frozen,
// so no parameter sums. Two walks: d (kept in dx) with both means, then dx. Larger groups:
// groupNormInputSlices.
// Source: the chain rule on Wu and He 2018 eq. 1-4; the same form as llm.c layernorm_backward.

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
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let channel = (index % params.groups) * params.groupCells;
  let start = (index / params.groups) * params.positions * params.rowCells + channel;
  let end = start + params.positions * params.rowCells;
  let stat = stats[index];

  var total = Number();
  var totalNormal = Number();
  for (var row = start; row < end; row += params.rowCells) {
    var part = Number();
    var partNormal = Number();
    for (var c = 0u; c < params.groupCells; c++) {
      let normal = (x[row + c] - stat.x) * stat.y;
      let d = slope(dy[row + c], normal, channel + c);
      dx[row + c] = d;
      part += d;
      partNormal += d * normal;
    }
    total += part;
    totalNormal += partNormal;
  }
  let mean = dot(vec4f(total), lanes) * params.inverseSize;
  let meanNormal = dot(vec4f(totalNormal), lanes) * params.inverseSize;

  for (var row = start; row < end; row += params.rowCells) {
    for (var c = 0u; c < params.groupCells; c++) {
      let normal = (x[row + c] - stat.x) * stat.y;
      dx[row + c] = stat.y * (dx[row + c] - mean - normal * meanNormal);
    }
  }
}
