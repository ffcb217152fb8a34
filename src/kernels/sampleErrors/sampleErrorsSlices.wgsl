// Per-sample errors, first of two dispatches: one thread per (sample, slice of 32 cells) adds three
// sums in one walk. policy, reference, target [N, D] -> partials [N, S] = (Σ e², Σ f², Σ
// (p−r)(e+f)), e = policy−target, f = reference−target. The third sum is Σ e² − Σ f² without its
// cancellation: Δ ~ 1e-3 on m ~ 0.1 keeps its digits, and is exactly 0 where p = r. Short slices
// added in fixed order instead of Kahan sums, which WGSL's right to reassociate would undo.
// docs/losses.md 1.0.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override hasReference: bool = true;

struct Params {
  count: u32,       // N·S
  slices: u32,      // S
  sampleCells: u32, // cells of one sample
}

@group(0) @binding(0) var<storage, read> policy: array<Number>;
@group(0) @binding(1) var<storage, read> reference: array<Number>;
@group(0) @binding(2) var<storage, read> goal: array<Number>;
@group(0) @binding(3) var<storage, read_write> partials: array<vec4f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let first = (index % params.slices) * 32u;
  let start = (index / params.slices) * params.sampleCells;
  let last = min(first + 32u, params.sampleCells);
  var policySum = Number();
  var referenceSum = Number();
  var difference = Number();
  for (var c = first; c < last; c++) {
    let e = policy[start + c] - goal[start + c];
    policySum += e * e;
    if (hasReference) {
      let f = reference[start + c] - goal[start + c];
      referenceSum += f * f;
      difference += (policy[start + c] - reference[start + c]) * (e + f);
    }
  }
  partials[index] = vec4f(dot(vec4f(policySum), lanes), dot(vec4f(referenceSum), lanes),
      dot(vec4f(difference), lanes), 0.0);
}
