// GroupNorm of large groups, second of three dispatches: one thread per (sample, group) joins the
// slices in index order.
// partials [N, G, S] = (mean, M2) -> stats [N, G] = (mean, 1/sqrt(var + eps)): mean = Σ w·mean_s,
// var = Σ (M2_s + n_s·(mean_s − mean)²) / n. Source: Chan, Golub and LeVeque 1979 (all slices at
// once instead of pairwise).

// #include "prelude/invocation.wgsl"

struct Params {
  count: u32,          // N·G
  slices: u32,         // S
  positions: u32,
  slicePositions: u32, // positions of a slice; the last may have fewer
  groupNumbers: f32,   // channels of one group
  eps: f32,
}

@group(0) @binding(0) var<storage, read> partials: array<vec2f>;
@group(0) @binding(1) var<storage, read_write> stats: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

fn sliceLength(slice: u32) -> f32 {
  let first = slice * params.slicePositions;
  return f32(min(first + params.slicePositions, params.positions) - first);
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let start = index * params.slices;
  var mean = 0.0;
  for (var s = 0u; s < params.slices; s++) {
    mean += partials[start + s].x * (sliceLength(s) / f32(params.positions));
  }
  var squares = 0.0;
  for (var s = 0u; s < params.slices; s++) {
    let partial = partials[start + s];
    let shift = partial.x - mean;
    squares += partial.y + sliceLength(s) * params.groupNumbers * shift * shift;
  }
  stats[index] = vec2f(mean, 1.0 / sqrt(squares / (f32(params.positions) * params.groupNumbers) +
      params.eps));
}
