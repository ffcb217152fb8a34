// Log-probabilities of masked tokens, first of two dispatches, tuned: one workgroup per position;
// an unmasked one leaves as a whole. Policy and reference in one walk over V: a thread takes cells
// t, t+64, … with an online (max, Σ exp); the threads' pairs are joined by a tree in workgroup
// memory in a fixed order. policy, reference [N, L, V], tokens, mask [N, L] -> lse [N, L] of the
// policy, partials [N, L] = (lp, lr, lp − lr, 1), zeros where not masked; lp − lr is taken logit by
// logit, so that equal rows give exactly 0. Source: docs/losses.md 1.0, 1.17; Milakov and
// Gimelshein, Online normalizer calculation for softmax, 2018.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override hasReference: bool = true;

// #include "maskedLogProb/maskedLogProbParams.wgsl"

@group(0) @binding(0) var<storage, read> policy: array<Number>;
@group(0) @binding(1) var<storage, read> reference: array<Number>;
@group(0) @binding(2) var<storage, read> tokens: array<i32>;
@group(0) @binding(3) var<storage, read> mask: array<f32>;
@group(0) @binding(4) var<storage, read_write> lse: array<f32>;
@group(0) @binding(5) var<storage, read_write> partials: array<vec4f>;
@group(0) @binding(8) var<uniform> params: Params;
var<workgroup> pairs: array<vec4f, 64>; // (max, max, Σ, Σ) of policy and reference

fn largest(cell: Number) -> f32 {
  let all = vec4f(cell);
  return max(max(all.x, all.y), max(all.z, all.w));
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  if (index >= params.positions) { return; }
  if (mask[index] <= 0.5) {
    if (local == 0u) {
      lse[index] = 0.0;
      partials[index] = vec4f();
    }
    return;
  }
  let start = index * params.rowCells;
  var peak = vec2f(-3.4e38);
  var policyPart = Number();
  var referencePart = Number();
  for (var c = local; c < params.rowCells; c += 64u) {
    let cell = policy[start + c];
    let next = max(peak.x, largest(cell));
    policyPart = policyPart * exp(peak.x - next) + exp(cell - next);
    peak.x = next;
    if (hasReference) {
      let other = reference[start + c];
      let otherNext = max(peak.y, largest(other));
      referencePart = referencePart * exp(peak.y - otherNext) + exp(other - otherNext);
      peak.y = otherNext;
    }
  }
  pairs[local] = vec4f(peak, dot(vec4f(policyPart), lanes), dot(vec4f(referencePart), lanes));
  for (var reach = 32u; reach > 0u; reach /= 2u) {
    workgroupBarrier();
    if (local < reach) {
      let a = pairs[local];
      let b = pairs[local + reach];
      let top = max(a.xy, b.xy);
      pairs[local] = vec4f(top, a.zw * exp(a.xy - top) + b.zw * exp(b.xy - top));
    }
  }
  if (local != 0u) { return; }
  let token = u32(tokens[index]);
  let at = start + token / params.width;
  let own = vec4f(policy[at])[token % params.width];
  let policyTotal = pairs[0].x + log(pairs[0].z);
  lse[index] = policyTotal;
  if (hasReference) {
    let other = vec4f(reference[at])[token % params.width];
    let referenceTotal = pairs[0].y + log(pairs[0].w);
    partials[index] = vec4f(own - policyTotal, other - referenceTotal,
        (own - other) - (policyTotal - referenceTotal), 1.0);
  } else {
    partials[index] = vec4f(own - policyTotal, own - policyTotal, 0.0, 1.0);
  }
}
