// Attention derivative by k and v (head dims that are multiples of 4, up to 64): one thread per
// (sample, head, key row), no barrier. dO, q [N, Tq, heads·d], k, v [N, Tk, heads·d], rows [N,
// heads, Tq] = (lse, delta) -> dv = Σ_i p_i·dO_i, dk = scale·Σ_i dS_i·q_i, p_i = exp(scale·q_i·k −
// lse_i) recomputed, dS_i = p_i·(dO_i·v − delta_i). k, v, dk, dv in registers as named 4×4 blocks
// of 16 channels; `cells` = d/4 is a pipeline constant, so unused blocks fold away. Queries in
// index order: no atomics, reproducible. Source: Dao, FlashAttention-2, 2023, algorithm 2 (dK, dV
// by key rows as in Triton's tutorial 06).

// #include "prelude/invocation.wgsl"

override cells: u32 = 16u;
override causal: bool = false;

// #include "attention/attentionParams.wgsl"

@group(0) @binding(0) var<storage, read> dO: array<vec4f>;
@group(0) @binding(1) var<storage, read> q: array<vec4f>;
@group(0) @binding(2) var<storage, read> k: array<vec4f>;
@group(0) @binding(3) var<storage, read> v: array<vec4f>;
@group(0) @binding(4) var<storage, read> rows: array<vec2f>;
@group(0) @binding(5) var<storage, read_write> dk: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> dv: array<vec4f>;
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
fn store4(at: u32, c: u32, byKey: vec4f, byValue: vec4f) {
  if (c < cells) {
    dk[at + c] = byKey;
    dv[at + c] = byValue;
  }
}
fn store16(at: u32, c: u32, byKey: mat4x4f, byValue: mat4x4f) {
  store4(at, c, byKey[0], byValue[0]);
  store4(at, c + 1u, byKey[1], byValue[1]);
  store4(at, c + 2u, byKey[2], byValue[2]);
  store4(at, c + 3u, byKey[3], byValue[3]);
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let row = params.first + threadIndex(workgroup, local);
  if (row >= params.last) { return; }
  let key = row % params.keys;
  let head = (row / params.keys) % params.heads;
  let sample = row / params.keys / params.heads;
  let stride = params.heads * cells;
  let at = (sample * params.keys + key) * stride + head * cells;
  let stats = (sample * params.heads + head) * params.queries;
  var first = 0u;
  if (causal) { first = key; }

  let k0 = k16(at, 0u) * params.scale; let v0 = v16(at, 0u);
  let k1 = k16(at, 4u) * params.scale; let v1 = v16(at, 4u);
  let k2 = k16(at, 8u) * params.scale; let v2 = v16(at, 8u);
  let k3 = k16(at, 12u) * params.scale; let v3 = v16(at, 12u);
  var dk0 = mat4x4f(); var dv0 = mat4x4f();
  var dk1 = mat4x4f(); var dv1 = mat4x4f();
  var dk2 = mat4x4f(); var dv2 = mat4x4f();
  var dk3 = mat4x4f(); var dv3 = mat4x4f();
  for (var i = first; i < params.queries; i++) {
    let source = (sample * params.queries + i) * stride + head * cells;
    var score = dots(k0, q16(source, 0u));
    var slope = dots(v0, e16(source, 0u));
    if (cells > 4u) { score += dots(k1, q16(source, 4u)); slope += dots(v1, e16(source, 4u)); }
    if (cells > 8u) { score += dots(k2, q16(source, 8u)); slope += dots(v2, e16(source, 8u)); }
    if (cells > 12u) { score += dots(k3, q16(source, 12u)); slope += dots(v3, e16(source, 12u)); }
    let stat = rows[stats + i];
    let p = exp(clamp(score - stat.x, -80.0, 0.0));
    let dS = p * (slope - stat.y) * params.scale;
    dk0 += q16(source, 0u) * dS; dv0 += e16(source, 0u) * p;
    if (cells > 4u) { dk1 += q16(source, 4u) * dS; dv1 += e16(source, 4u) * p; }
    if (cells > 8u) { dk2 += q16(source, 8u) * dS; dv2 += e16(source, 8u) * p; }
    if (cells > 12u) { dk3 += q16(source, 12u) * dS; dv3 += e16(source, 12u) * p; }
  }
  store16(at, 0u, dk0, dv0);
  store16(at, 4u, dk1, dv1);
  store16(at, 8u, dk2, dv2);
  store16(at, 12u, dk3, dv3);
}
