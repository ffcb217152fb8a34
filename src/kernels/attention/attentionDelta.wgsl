// Attention derivative, first of three dispatches: one thread per (sample, head, query row).
// dO, o [N, Tq, heads·d], lse [N, heads, Tq] -> rows [N, heads, Tq] = (lse, delta), delta = Σ dO·o.
// lse is copied beside delta so that the two dispatches that follow bind one buffer for both.
// Source: Dao, FlashAttention-2, 2023, algorithm 2 line 4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

struct Params {
  rows: u32,    // N·heads·Tq
  heads: u32,
  queries: u32, // Tq
  cells: u32,   // cells of a head
}

@group(0) @binding(0) var<storage, read> dO: array<Number>;
@group(0) @binding(1) var<storage, read> o: array<Number>;
@group(0) @binding(2) var<storage, read> lse: array<f32>;
@group(0) @binding(3) var<storage, read_write> rows: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let row = threadIndex(workgroup, local);
  if (row >= params.rows) { return; }
  let query = row % params.queries;
  let head = (row / params.queries) % params.heads;
  let sample = row / params.queries / params.heads;
  let at = ((sample * params.queries + query) * params.heads + head) * params.cells;
  var total = Number();
  for (var c = 0u; c < params.cells; c++) { total += dO[at + c] * o[at + c]; }
  rows[row] = vec2f(lse[row], dot(vec4f(total), lanes));
}
