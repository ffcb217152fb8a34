// Attention derivative by q (head dims that are multiples of 4, up to 64): one thread per (sample,
// head, query row), no barrier. dO, q [N, Tq, heads·d], k, v [N, Tk, heads·d], rows [N, heads, Tq]
// = (lse, delta) -> dq = scale·Σ_j dS_j·k_j,
// p_j = exp(scale·q·k_j − lse) recomputed, dS_j = p_j·(dO·v_j − delta). q, dO and dq stay in
// registers as named 4×4 blocks of 16 channels; `cells` = d/4 is a pipeline constant, so unused
// blocks fold away. Keys in index order: reproducible.
// Source: Dao, FlashAttention-2, 2023, algorithm 2 (dQ by query rows as in Triton's tutorial 06, no
// atomics).

// #include "prelude/invocation.wgsl"

override cells: u32 = 16u;
override causal: bool = false;

// #include "attention/attentionParams.wgsl"

@group(0) @binding(0) var<storage, read> dO: array<vec4f>;
@group(0) @binding(1) var<storage, read> q: array<vec4f>;
@group(0) @binding(2) var<storage, read> k: array<vec4f>;
@group(0) @binding(3) var<storage, read> v: array<vec4f>;
@group(0) @binding(4) var<storage, read> rows: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> dq: array<vec4f>;
@group(0) @binding(8) var<uniform> params: Params;

fn e4(at: u32, c: u32) -> vec4f { if (c < cells) { return dO[at + c]; } return vec4f(); }
fn q4(at: u32, c: u32) -> vec4f { if (c < cells) { return q[at + c]; } return vec4f(); }
fn k4(at: u32, c: u32) -> vec4f { if (c < cells) { return k[at + c]; } return vec4f(); }
fn v4(at: u32, c: u32) -> vec4f { if (c < cells) { return v[at + c]; } return vec4f(); }
fn e16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(e4(at, c), e4(at, c + 1u), e4(at, c + 2u), e4(at, c + 3u)); }
fn q16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(q4(at, c), q4(at, c + 1u), q4(at, c + 2u), q4(at, c + 3u)); }
fn k16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(k4(at, c), k4(at, c + 1u), k4(at, c + 2u), k4(at, c + 3u)); }
fn v16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(v4(at, c), v4(at, c + 1u), v4(at, c + 2u), v4(at, c + 3u)); }
fn dots(a: mat4x4f, b: mat4x4f) -> f32 {
  return dot(a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3], vec4f(1.0));
}
fn store4(at: u32, c: u32, value: vec4f) { if (c < cells) { dq[at + c] = value; } }
fn store16(at: u32, c: u32, value: mat4x4f) {
  store4(at, c, value[0]);
  store4(at, c + 1u, value[1]);
  store4(at, c + 2u, value[2]);
  store4(at, c + 3u, value[3]);
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let row = params.first + threadIndex(workgroup, local);
  if (row >= params.last) { return; }
  let query = row % params.queries;
  let head = (row / params.queries) % params.heads;
  let sample = row / params.queries / params.heads;
  let stride = params.heads * cells;
  let at = (sample * params.queries + query) * stride + head * cells;
  var key = sample * params.keys * stride + head * cells;
  var count = params.keys;
  if (causal) { count = min(count, query + 1u); }

  let stat = rows[row];
  let q0 = q16(at, 0u) * params.scale; let e0 = e16(at, 0u);
  let q1 = q16(at, 4u) * params.scale; let e1 = e16(at, 4u);
  let q2 = q16(at, 8u) * params.scale; let e2 = e16(at, 8u);
  let q3 = q16(at, 12u) * params.scale; let e3 = e16(at, 12u);
  var d0 = mat4x4f();
  var d1 = mat4x4f();
  var d2 = mat4x4f();
  var d3 = mat4x4f();
  for (var j = 0u; j < count; j++) {
    var score = dots(q0, k16(key, 0u));
    var slope = dots(e0, v16(key, 0u));
    if (cells > 4u) { score += dots(q1, k16(key, 4u)); slope += dots(e1, v16(key, 4u)); }
    if (cells > 8u) { score += dots(q2, k16(key, 8u)); slope += dots(e2, v16(key, 8u)); }
    if (cells > 12u) { score += dots(q3, k16(key, 12u)); slope += dots(e3, v16(key, 12u)); }
    let dS = exp(clamp(score - stat.x, -80.0, 0.0)) * (slope - stat.y) * params.scale;
    d0 += k16(key, 0u) * dS;
    if (cells > 4u) { d1 += k16(key, 4u) * dS; }
    if (cells > 8u) { d2 += k16(key, 8u) * dS; }
    if (cells > 12u) { d3 += k16(key, 12u) * dS; }
    key += stride;
  }
  store16(at, 0u, d0);
  store16(at, 4u, d1);
  store16(at, 8u, d2);
  store16(at, 12u, d3);
}
