// GroupNorm of large groups, first of three dispatches: one thread per (sample, group, slice of
// positions) gives the slice's mean and centred sum of squares. x [N, P, C] -> partials [N, G, S] =
// (mean, M2). Second: groupNormCombine, third: groupNormApply. Source: Chan, Golub and LeVeque,
// Updating Formulae and a Pairwise Algorithm for Computing Sample Variances, 1979.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

struct Params {
  count: u32,          // N·G·S
  groups: u32,
  positions: u32,
  rowCells: u32,       // cells of all channels
  groupCells: u32,     // cells of one group's channels
  slices: u32,         // S
  slicePositions: u32, // positions of a slice; the last may have fewer
  groupNumbers: f32,   // channels of one group
}

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read_write> partials: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let slice = index % params.slices;
  let group = (index / params.slices) % params.groups;
  let sample = index / params.slices / params.groups;
  let first = slice * params.slicePositions;
  let last = min(first + params.slicePositions, params.positions);
  let base = sample * params.positions * params.rowCells + group * params.groupCells;

  var total = Number();
  for (var p = first; p < last; p++) {
    var part = Number();
    for (var c = 0u; c < params.groupCells; c++) { part += x[base + p * params.rowCells + c]; }
    total += part;
  }
  let mean = dot(vec4f(total), lanes) / (f32(last - first) * params.groupNumbers);

  total = Number();
  for (var p = first; p < last; p++) {
    var part = Number();
    for (var c = 0u; c < params.groupCells; c++) {
      let centred = x[base + p * params.rowCells + c] - mean;
      part += centred * centred;
    }
    total += part;
  }
  partials[index] = vec2f(mean, dot(vec4f(total), lanes));
}
