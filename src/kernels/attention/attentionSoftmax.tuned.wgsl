// attentionSoftmax.wgsl with a workgroup per row: 64 threads read the row side by side, maxima and
// sums by trees in workgroup memory in a fixed order. Bytes: each score is read twice and written
// once.

// #include "prelude/invocation.wgsl"
// #include "attention/attentionRange.wgsl"

@group(0) @binding(0) var<storage, read_write> scores: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> lse: array<f32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  if (index >= params.batches * params.count) { return; }
  let first = index * params.keyQuads;
  var high = vec4f(-3.4e38);
  for (var j = local; j < params.keyQuads; j += 64u) { high = max(high, scores[first + j]); }
  parts[local] = max(max(high.x, high.y), max(high.z, high.w));
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (local < half) { parts[local] = max(parts[local], parts[local + half]); }
    workgroupBarrier();
  }
  let top = parts[0];
  workgroupBarrier();
  var sums = vec4f();
  for (var j = local; j < params.keyQuads; j += 64u) {
    let score = scores[first + j];
    // Masked and padded keys hold −3.4e38 and weigh exactly nothing.
    let e = select(exp(max(score - top, vec4f(-80.0))), vec4f(0.0), score < vec4f(-3e38));
    scores[first + j] = e;
    sums += e;
  }
  parts[local] = dot(sums, vec4f(1.0));
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (local < half) { parts[local] += parts[local + half]; }
    workgroupBarrier();
  }
  if (local > 0u) { return; }
  let batch = index / params.count;
  lse[batch * params.queries + params.first + index % params.count] = top + log(parts[0]);
  shares[index] = 1.0 / parts[0];
}
