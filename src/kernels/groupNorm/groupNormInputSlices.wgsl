// Derivative of GroupNorm for large groups, first of three dispatches: one thread per (sample,
// group, slice of positions).
// dy, x [N, P, C], stats [N, G] -> partials [N, G, S] = (Σ d, Σ d·x̂) and d itself into dx, d =
// dy·SiLU'(u)·gamma, u recomputed from x. Second: groupNormInputCombine, third:
// groupNormInputApply. gamma and beta are frozen.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override silu: bool = false;

struct Params {
  count: u32,          // N·G·S
  groups: u32,
  positions: u32,
  rowCells: u32,       // cells of all channels
  groupCells: u32,     // cells of one group's channels
  slices: u32,         // S
  slicePositions: u32, // positions of a slice; the last may have fewer
}

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read> x: array<Number>;
@group(0) @binding(2) var<storage, read> stats: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<Number>;
@group(0) @binding(4) var<storage, read> beta: array<Number>;
@group(0) @binding(5) var<storage, read_write> partials: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> dx: array<Number>;
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
  let first = (index % params.slices) * params.slicePositions;
  let last = min(first + params.slicePositions, params.positions);
  let group = (index / params.slices) % params.groups;
  let stat = stats[index / params.slices];
  let channel = group * params.groupCells;
  let base = (index / params.slices / params.groups) * params.positions * params.rowCells + channel;

  var total = Number();
  var totalNormal = Number();
  for (var p = first; p < last; p++) {
    var part = Number();
    var partNormal = Number();
    for (var c = 0u; c < params.groupCells; c++) {
      let at = base + p * params.rowCells + c;
      let normal = (x[at] - stat.x) * stat.y;
      let d = slope(dy[at], normal, channel + c);
      dx[at] = d;
      part += d;
      partNormal += d * normal;
    }
    total += part;
    totalNormal += partNormal;
  }
  partials[index] = vec2f(dot(vec4f(total), lanes), dot(vec4f(totalNormal), lanes));
}
