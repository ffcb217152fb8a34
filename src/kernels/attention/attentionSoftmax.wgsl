// Attention over a range of query rows, softmax: a thread per row. scores [N·heads, count, keys in
// quads] become exp(score − largest), in place; lse [N, heads, Tq] gets the natural log of Σ
// exp(score), `shares` [N·heads, count] 1/Σ exp(score − largest), by which the product with the
// values is scaled.

// #include "prelude/invocation.wgsl"
// #include "attention/attentionRange.wgsl"

@group(0) @binding(0) var<storage, read_write> scores: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> lse: array<f32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.batches * params.count) { return; }
  let first = index * params.keyQuads;
  var high = vec4f(-3.4e38);
  for (var j = 0u; j < params.keyQuads; j++) { high = max(high, scores[first + j]); }
  let top = max(max(high.x, high.y), max(high.z, high.w));
  var sums = vec4f();
  for (var j = 0u; j < params.keyQuads; j++) {
    let score = scores[first + j];
    // Masked and padded keys hold −3.4e38 and weigh exactly nothing.
    let e = select(exp(max(score - top, vec4f(-80.0))), vec4f(0.0), score < vec4f(-3e38));
    scores[first + j] = e;
    sums += e;
  }
  let sum = dot(sums, vec4f(1.0));
  let batch = index / params.count;
  lse[batch * params.queries + params.first + index % params.count] = top + log(sum);
  shares[index] = 1.0 / sum;
}
