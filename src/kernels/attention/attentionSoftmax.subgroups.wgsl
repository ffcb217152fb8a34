// attentionSoftmax.tuned.wgsl with maxima and sums by subgroups of any size (feature `subgroups`):
// each subgroup leaves its own in the place of one of its threads, and every subgroup adds up all
// 64 places again, so that no thread waits for a tree. The order of the sum depends on the size of
// the device's subgroups alone. Bytes as there; 2 barriers a reduction where a tree has 7.

enable subgroups;

// #include "prelude/invocation.wgsl"
// #include "attention/attentionRange.wgsl"

@group(0) @binding(0) var<storage, read_write> scores: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> lse: array<f32>;
@group(0) @binding(2) var<storage, read_write> shares: array<f32>;

var<workgroup> parts: array<f32, 64>;

@compute @workgroup_size(64)
fn main(
  workgroup: Workgroup,
  @builtin(local_invocation_index) local: u32,
  @builtin(subgroup_size) size: u32,
  @builtin(subgroup_invocation_id) lane: u32,
) {
  let index = workgroupIndex(workgroup);
  if (index >= params.batches * params.count) { return; }
  let first = index * params.keyQuads;
  var high = vec4f(-3.4e38);
  for (var j = local; j < params.keyQuads; j += 64u) { high = max(high, scores[first + j]); }
  let own = subgroupMax(max(max(high.x, high.y), max(high.z, high.w)));
  parts[local] = select(-3.4e38, own, subgroupElect());
  workgroupBarrier();
  var highest = -3.4e38;
  for (var j = lane; j < 64u; j += size) { highest = max(highest, parts[j]); }
  let top = subgroupMax(highest);
  workgroupBarrier();
  var sums = vec4f();
  for (var j = local; j < params.keyQuads; j += 64u) {
    let score = scores[first + j];
    // Masked and padded keys hold −3.4e38 and weigh exactly nothing.
    let e = select(exp(max(score - top, vec4f(-80.0))), vec4f(0.0), score < vec4f(-3e38));
    scores[first + j] = e;
    sums += e;
  }
  let part = subgroupAdd(dot(sums, vec4f(1.0)));
  parts[local] = select(0.0, part, subgroupElect());
  workgroupBarrier();
  var added = 0.0;
  for (var j = lane; j < 64u; j += size) { added += parts[j]; }
  let sum = subgroupAdd(added);
  if (local > 0u) { return; }
  let batch = index / params.count;
  lse[batch * params.queries + params.first + index % params.count] = top + log(sum);
  shares[index] = 1.0 / sum;
}
