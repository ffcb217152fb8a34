// Attention derivative by q for any head dim: one thread per (part of the head, sample, head, query
// row), no barrier.
// dO, q [N, Tq, heads·d], k, v [N, Tk, heads·d], rows [N, heads, Tq] = (lse, delta) -> dq =
// scale·Σ_j dS_j·k_j,
// p_j = exp(scale·q·k_j − lse) recomputed, dS_j = p_j·(dO·v_j − delta). A part is 8 cells of dq in
// named registers; every part recomputes p and dS from memory. Source: Dao, FlashAttention-2, 2023,
// algorithm 2.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override causal: bool = false;

// #include "attention/attentionAnyHeadParams.wgsl"

@group(0) @binding(0) var<storage, read> dO: array<Number>;
@group(0) @binding(1) var<storage, read> q: array<Number>;
@group(0) @binding(2) var<storage, read> k: array<Number>;
@group(0) @binding(3) var<storage, read> v: array<Number>;
@group(0) @binding(4) var<storage, read> rows: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> dq: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

fn store(at: u32, c: u32, value: Number) { if (c < params.cells) { dq[at + c] = value; } }

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let row = index % params.rows;
  let part = index / params.rows * 8u;
  let last = params.cells - 1u;
  let query = row % params.queries;
  let head = (row / params.queries) % params.heads;
  let sample = row / params.queries / params.heads;
  let stride = params.heads * params.cells;
  let at = (sample * params.queries + query) * stride + head * params.cells;
  var key = sample * params.keys * stride + head * params.cells;
  var count = params.keys;
  if (causal) { count = min(count, query + 1u); }

  let stat = rows[row];
  var d0 = Number(); var d1 = Number(); var d2 = Number(); var d3 = Number();
  var d4 = Number(); var d5 = Number(); var d6 = Number(); var d7 = Number();
  for (var j = 0u; j < count; j++) {
    var scores = Number();
    var slopes = Number();
    for (var c = 0u; c < params.cells; c++) {
      scores += q[at + c] * k[key + c];
      slopes += dO[at + c] * v[key + c];
    }
    let p = exp(clamp(dot(vec4f(scores), lanes) * params.scale - stat.x, -80.0, 0.0));
    let dS = p * (dot(vec4f(slopes), lanes) - stat.y) * params.scale;
    d0 += k[key + min(part, last)] * dS;
    d1 += k[key + min(part + 1u, last)] * dS;
    d2 += k[key + min(part + 2u, last)] * dS;
    d3 += k[key + min(part + 3u, last)] * dS;
    d4 += k[key + min(part + 4u, last)] * dS;
    d5 += k[key + min(part + 5u, last)] * dS;
    d6 += k[key + min(part + 6u, last)] * dS;
    d7 += k[key + min(part + 7u, last)] * dS;
    key += stride;
  }
  store(at, part, d0);
  store(at, part + 1u, d1);
  store(at, part + 2u, d2);
  store(at, part + 3u, d3);
  store(at, part + 4u, d4);
  store(at, part + 5u, d5);
  store(at, part + 6u, d6);
  store(at, part + 7u, d7);
}
