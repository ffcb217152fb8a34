// Gradient norm, first of two dispatches: one thread per slice of the flat gradients.
// gradients [L] -> partials [S] = (Σ g², 1 if any number is not finite else 0). Blocks of 32 cells
// in index order, then the blocks. Not finite = all exponent bits set, tested on the bits: WGSL may
// assume that NaN and infinity do not occur.
// Source: two-pass, atomics-free sum as llm.c global_norm.cuh.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

struct Params {
  slices: u32,     // S
  cells: u32,      // cells of all gradients
  sliceCells: u32, // cells of a slice; the last may have fewer
}

@group(0) @binding(0) var<storage, read> gradients: array<Number>;
@group(0) @binding(1) var<storage, read_write> partials: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.slices) { return; }
  let first = index * params.sliceCells;
  let last = min(first + params.sliceCells, params.cells);
  var total = Number();
  var broken = vec4<bool>(false);
  for (var block = first; block < last; block += 32u) {
    var part = Number();
    for (var c = block; c < min(block + 32u, last); c++) {
      let g = gradients[c];
      broken = broken | ((bitcast<vec4u>(vec4f(g)) & vec4u(0x7f800000u)) == vec4u(0x7f800000u));
      part += g * g;
    }
    total += part;
  }
  partials[index] = vec2f(dot(vec4f(total), lanes), select(0.0, 1.0, any(broken)));
}
