// Distances of two predictions, first of two dispatches: one thread per (sample, slice of 32 cells)
// adds four sums in one walk. policy, reference, target [N, D] -> partials [N, S] = (Σ (e−o)²,
// Σ |o + β(e−o)|, Σ |o − β(e−o)|, Σ |o|), e = policy−target, o = reference−target, β = mixture.
// Source: docs/losses.md 1.20, `nft`.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

struct Params {
  count: u32,       // N·S
  slices: u32,      // S
  sampleCells: u32, // cells of one sample
  mixture: f32,
}

@group(0) @binding(0) var<storage, read> policy: array<Number>;
@group(0) @binding(1) var<storage, read> reference: array<Number>;
@group(0) @binding(2) var<storage, read> goal: array<Number>;
@group(0) @binding(3) var<storage, read_write> partials: array<vec4f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let first = (index % params.slices) * 32u;
  let start = (index / params.slices) * params.sampleCells;
  let last = min(first + 32u, params.sampleCells);
  var apart = Number();
  var plus = Number();
  var minus = Number();
  var own = Number();
  for (var c = first; c < last; c++) {
    let o = reference[start + c] - goal[start + c];
    let moved = policy[start + c] - reference[start + c];
    apart += moved * moved;
    plus += abs(o + params.mixture * moved);
    minus += abs(o - params.mixture * moved);
    own += abs(o);
  }
  partials[index] = vec4f(dot(vec4f(apart), lanes), dot(vec4f(plus), lanes),
      dot(vec4f(minus), lanes), dot(vec4f(own), lanes));
}
