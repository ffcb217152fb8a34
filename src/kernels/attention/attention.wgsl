// Attention forward for head dims that are multiples of 4, up to 64: one thread per (sample, head,
// query row), no barrier.
// q [N, Tq, heads·d], k, v [N, Tk, heads·d] -> o like q, lse [N, heads, Tq]. Online softmax: the
// running maximum `high`, sum and
// o are rescaled as the maximum grows. q and o stay in registers as named 4×4 blocks of 16 channels
// (never a loop-indexed array). `cells` = d/4 is a pipeline constant, so unused blocks and loads
// fold away. All threads of a head read one key at a time (broadcast). Source: Dao,
// FlashAttention-2, 2023, algorithm 1 with blocks of one row; thread per row as onnxruntime
// flash_attention.wgsl.

// #include "prelude/invocation.wgsl"

override cells: u32 = 16u;
override causal: bool = false;

// #include "attention/attentionParams.wgsl"

@group(0) @binding(0) var<storage, read> q: array<vec4f>;
@group(0) @binding(1) var<storage, read> k: array<vec4f>;
@group(0) @binding(2) var<storage, read> v: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> o: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> lse: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

fn q4(at: u32, c: u32) -> vec4f { if (c < cells) { return q[at + c]; } return vec4f(); }
fn k4(at: u32, c: u32) -> vec4f { if (c < cells) { return k[at + c]; } return vec4f(); }
fn v4(at: u32, c: u32) -> vec4f { if (c < cells) { return v[at + c]; } return vec4f(); }
fn q16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(q4(at, c), q4(at, c + 1u), q4(at, c + 2u), q4(at, c + 3u)); }
fn k16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(k4(at, c), k4(at, c + 1u), k4(at, c + 2u), k4(at, c + 3u)); }
fn v16(at: u32, c: u32) -> mat4x4f {
    return mat4x4f(v4(at, c), v4(at, c + 1u), v4(at, c + 2u), v4(at, c + 3u)); }
fn dots(a: mat4x4f, b: mat4x4f) -> f32 {
  return dot(a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3], vec4f(1.0));
}
fn store4(at: u32, c: u32, value: vec4f) { if (c < cells) { o[at + c] = value; } }
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

  let q0 = q16(at, 0u) * params.scale;
  let q1 = q16(at, 4u) * params.scale;
  let q2 = q16(at, 8u) * params.scale;
  let q3 = q16(at, 12u) * params.scale;
  var o0 = mat4x4f();
  var o1 = mat4x4f();
  var o2 = mat4x4f();
  var o3 = mat4x4f();
  var high = -3.4e38;
  var sum = 0.0;
  for (var j = 0u; j < count; j += 2u) {
    // Two keys a turn share one rescaling; at an odd end the second repeats the first with weight
    // 0.
    let paired = j + 1u < count;
    let next = select(key, key + stride, paired);
    var score = dots(q0, k16(key, 0u));
    var other = dots(q0, k16(next, 0u));
    if (cells > 4u) { score += dots(q1, k16(key, 4u)); other += dots(q1, k16(next, 4u)); }
    if (cells > 8u) { score += dots(q2, k16(key, 8u)); other += dots(q2, k16(next, 8u)); }
    if (cells > 12u) { score += dots(q3, k16(key, 12u)); other += dots(q3, k16(next, 12u)); }
    let top = max(high, max(score, other));
    let keep = exp(max(high - top, -80.0));
    let p = exp(max(score - top, -80.0));
    let r = select(0.0, exp(max(other - top, -80.0)), paired);
    high = top;
    sum = sum * keep + (p + r);
    o0 = o0 * keep + (v16(key, 0u) * p + v16(next, 0u) * r);
    if (cells > 4u) { o1 = o1 * keep + (v16(key, 4u) * p + v16(next, 4u) * r); }
    if (cells > 8u) { o2 = o2 * keep + (v16(key, 8u) * p + v16(next, 8u) * r); }
    if (cells > 12u) { o3 = o3 * keep + (v16(key, 12u) * p + v16(next, 12u) * r); }
    key += 2u * stride;
  }
  lse[row] = high + log(sum);
  store16(at, 0u, o0 * (1.0 / sum));
  store16(at, 4u, o1 * (1.0 / sum));
  store16(at, 8u, o2 * (1.0 / sum));
  store16(at, 12u, o3 * (1.0 / sum));
}
