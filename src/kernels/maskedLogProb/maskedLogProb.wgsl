// Log-probabilities of masked tokens, first of two dispatches, portable: one thread per position,
// skipping unmasked ones. Policy and reference in one walk over V: blocks of 32 cells, each with
// its maximum first, joined online (max, Σ exp).
// policy, reference [N, L, V], tokens, mask [N, L] -> lse [N, L] of the policy, partials [N, L] =
// (lp, lr, lp − lr, 1), zeros where not masked; lp − lr is taken logit by logit, so that equal rows
// give exactly 0. Source: docs/losses.md 1.0, 1.17; Milakov and Gimelshein, Online normalizer
// calculation for softmax, 2018.

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

fn largest(cell: Number) -> f32 {
  let all = vec4f(cell);
  return max(max(all.x, all.y), max(all.z, all.w));
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.positions) { return; }
  if (mask[index] <= 0.5) {
    lse[index] = 0.0;
    partials[index] = vec4f();
    return;
  }
  let start = index * params.rowCells;
  var peak = vec2f(-3.4e38); // policy, reference
  var sum = vec2f();
  for (var block = 0u; block < params.rowCells; block += 32u) {
    let last = min(block + 32u, params.rowCells);
    var next = peak;
    for (var c = block; c < last; c++) {
      next.x = max(next.x, largest(policy[start + c]));
      if (hasReference) { next.y = max(next.y, largest(reference[start + c])); }
    }
    var policyPart = Number();
    var referencePart = Number();
    for (var c = block; c < last; c++) {
      policyPart += exp(policy[start + c] - next.x);
      if (hasReference) { referencePart += exp(reference[start + c] - next.y); }
    }
    sum = sum * exp(peak - next) + vec2f(dot(vec4f(policyPart), lanes), dot(vec4f(referencePart),
        lanes));
    peak = next;
  }
  let token = u32(tokens[index]);
  let at = start + token / params.width;
  let own = vec4f(policy[at])[token % params.width];
  let policyTotal = peak.x + log(sum.x);
  lse[index] = policyTotal;
  if (hasReference) {
    let other = vec4f(reference[at])[token % params.width];
    let referenceTotal = peak.y + log(sum.y);
    partials[index] = vec4f(own - policyTotal, other - referenceTotal,
        (own - other) - (policyTotal - referenceTotal), 1.0);
  } else {
    partials[index] = vec4f(own - policyTotal, own - policyTotal, 0.0, 1.0);
  }
}
