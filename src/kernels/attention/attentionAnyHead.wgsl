// Attention forward for any head dim (3, 10, 80, 160, …): one thread per (part of the head, sample,
// head, query row), no barrier. q [N, Tq, heads·d], k, v [N, Tk, heads·d] -> o like q, lse [N,
// heads, Tq]. A part is 8 cells of output, held in named registers; every part recomputes the
// scores from memory with an online softmax, so nothing depends on d; part 0 writes lse.
// Slower than attention.wgsl by the recomputation. Source: Dao, FlashAttention-2, 2023, algorithm 1
// with blocks of one row.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override causal: bool = false;

// #include "attention/attentionAnyHeadParams.wgsl"

@group(0) @binding(0) var<storage, read> q: array<Number>;
@group(0) @binding(1) var<storage, read> k: array<Number>;
@group(0) @binding(2) var<storage, read> v: array<Number>;
@group(0) @binding(3) var<storage, read_write> o: array<Number>;
@group(0) @binding(4) var<storage, read_write> lse: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

fn store(at: u32, c: u32, value: Number) { if (c < params.cells) { o[at + c] = value; } }

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

  var o0 = Number(); var o1 = Number(); var o2 = Number(); var o3 = Number();
  var o4 = Number(); var o5 = Number(); var o6 = Number(); var o7 = Number();
  var high = -3.4e38;
  var sum = 0.0;
  for (var j = 0u; j < count; j++) {
    var products = Number();
    for (var c = 0u; c < params.cells; c++) { products += q[at + c] * k[key + c]; }
    let score = dot(vec4f(products), lanes) * params.scale;
    let top = max(high, score);
    let keep = exp(max(high - top, -80.0));
    let p = exp(max(score - top, -80.0));
    high = top;
    sum = sum * keep + p;
    o0 = o0 * keep + v[key + min(part, last)] * p;
    o1 = o1 * keep + v[key + min(part + 1u, last)] * p;
    o2 = o2 * keep + v[key + min(part + 2u, last)] * p;
    o3 = o3 * keep + v[key + min(part + 3u, last)] * p;
    o4 = o4 * keep + v[key + min(part + 4u, last)] * p;
    o5 = o5 * keep + v[key + min(part + 5u, last)] * p;
    o6 = o6 * keep + v[key + min(part + 6u, last)] * p;
    o7 = o7 * keep + v[key + min(part + 7u, last)] * p;
    key += stride;
  }
  if (part == 0u) { lse[row] = high + log(sum); }
  let share = 1.0 / sum;
  store(at, part, o0 * share);
  store(at, part + 1u, o1 * share);
  store(at, part + 2u, o2 * share);
  store(at, part + 3u, o3 * share);
  store(at, part + 4u, o4 * share);
  store(at, part + 5u, o5 * share);
  store(at, part + 6u, o6 * share);
  store(at, part + 7u, o7 * share);
}
