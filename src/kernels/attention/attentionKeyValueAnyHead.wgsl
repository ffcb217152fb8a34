// Attention derivative by k and v for any head dim: one thread per (part of the head, sample, head,
// key row), no barrier.
// dO, q [N, Tq, heads·d], k, v [N, Tk, heads·d], rows [N, heads, Tq] = (lse, delta) -> dv = Σ_i
// p_i·dO_i, dk = scale·Σ_i dS_i·q_i, p_i = exp(scale·q_i·k − lse_i) recomputed, dS_i = p_i·(dO_i·v
// − delta_i). A part is 4 cells of dk and of dv in named registers; every part recomputes p and dS
// from memory. Source: Dao, FlashAttention-2, 2023, algorithm 2.

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
@group(0) @binding(5) var<storage, read_write> dk: array<Number>;
@group(0) @binding(6) var<storage, read_write> dv: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

fn store(at: u32, c: u32, byKey: Number, byValue: Number) {
  if (c < params.cells) {
    dk[at + c] = byKey;
    dv[at + c] = byValue;
  }
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let row = index % params.rows;
  let part = index / params.rows * 4u;
  let last = params.cells - 1u;
  let key = row % params.keys;
  let head = (row / params.keys) % params.heads;
  let sample = row / params.keys / params.heads;
  let stride = params.heads * params.cells;
  let at = (sample * params.keys + key) * stride + head * params.cells;
  let stats = (sample * params.heads + head) * params.queries;
  var first = 0u;
  if (causal) { first = key; }

  var k0 = Number(); var k1 = Number(); var k2 = Number(); var k3 = Number();
  var v0 = Number(); var v1 = Number(); var v2 = Number(); var v3 = Number();
  for (var i = first; i < params.queries; i++) {
    let source = (sample * params.queries + i) * stride + head * params.cells;
    var scores = Number();
    var slopes = Number();
    for (var c = 0u; c < params.cells; c++) {
      scores += q[source + c] * k[at + c];
      slopes += dO[source + c] * v[at + c];
    }
    let stat = rows[stats + i];
    let p = exp(clamp(dot(vec4f(scores), lanes) * params.scale - stat.x, -80.0, 0.0));
    let dS = p * (dot(vec4f(slopes), lanes) - stat.y) * params.scale;
    let c0 = source + min(part, last);
    let c1 = source + min(part + 1u, last);
    let c2 = source + min(part + 2u, last);
    let c3 = source + min(part + 3u, last);
    k0 += q[c0] * dS; v0 += dO[c0] * p;
    k1 += q[c1] * dS; v1 += dO[c1] * p;
    k2 += q[c2] * dS; v2 += dO[c2] * p;
    k3 += q[c3] * dS; v3 += dO[c3] * p;
  }
  store(at, part, k0, v0);
  store(at, part + 1u, k1, v1);
  store(at, part + 2u, k2, v2);
  store(at, part + 3u, k3, v3);
}
