// Global response normalisation and its derivative, first of three dispatches: one thread per
// (sample, slice of positions, cell of channels) adds a·b over its positions in order. a, b [N, P,
// C] -> partials [N, S, C]; forward a = b = x, derivative a = dy, b = x.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

struct Params {
  count: u32,          // N·S cells of C
  rowCells: u32,       // cells of C
  slices: u32,         // S
  positions: u32,      // P
  slicePositions: u32, // positions of a slice; the last may have fewer
}

@group(0) @binding(0) var<storage, read> a: array<Number>;
@group(0) @binding(1) var<storage, read> b: array<Number>;
@group(0) @binding(2) var<storage, read_write> partials: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let cell = index % params.rowCells;
  let slice = (index / params.rowCells) % params.slices;
  let sample = index / params.rowCells / params.slices;
  let first = slice * params.slicePositions;
  let last = min(first + params.slicePositions, params.positions);
  var sum = Number();
  for (var p = first; p < last; p++) {
    let at = (sample * params.positions + p) * params.rowCells + cell;
    sum += a[at] * b[at];
  }
  partials[index] = sum;
}
