// Global response normalisation and its derivative, second of three dispatches, portable: one
// thread per sample joins the slices in order. partials [N, S, C] -> values [N, C] and means [N].
// Forward: values = gx = √Σ, means = (mean gx, 0).
// Derivative (gamma, norms = gx are read): values = s = gamma·Σ, means = (mean gx, mean s·gx).
// Source: Woo et al., ConvNeXt V2, 2023, Algorithm 1, and the chain rule on it.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));
override derivative: bool = false;

// #include "globalResponseNorm/combineParams.wgsl"

@group(0) @binding(0) var<storage, read> partials: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read> norms: array<Number>;
@group(0) @binding(3) var<storage, read_write> values: array<Number>;
@group(0) @binding(4) var<storage, read_write> means: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let sample = threadIndex(workgroup, local);
  if (sample >= params.samples) { return; }
  let start = sample * params.rowCells;
  var total = Number();
  var totalProduct = Number();
  for (var c = 0u; c < params.rowCells; c++) {
    var sum = Number();
    for (var s = 0u; s < params.slices; s++) {
        sum += partials[(sample * params.slices + s) * params.rowCells + c]; }
    if (derivative) {
      let value = gamma[c] * sum;
      values[start + c] = value;
      total += norms[start + c];
      totalProduct += value * norms[start + c];
    } else {
      values[start + c] = sqrt(sum);
      total += sqrt(sum);
    }
  }
  means[sample] = vec2f(dot(vec4f(total), lanes), dot(vec4f(totalProduct),
      lanes)) * params.inverseSize;
}
