// AdamW over all adapters at once, in place: one thread per cell of the flat states.
// parameters p, gradients, m, v [L], norm [4] = (‖g‖₂, clip factor, 1 if not finite, 0). g is
// scaled by the clip factor;
// p −= lr·wd·p; m = β₁m+(1−β₁)g; v = β₂v+(1−β₂)g²; p −= lr·(m/bias1)/(√(v/bias2)+eps). Nothing is
// touched when norm[2] = 1. With `coupled` wd·p is added to g instead of taken from p:
// torch.optim.Adam (Kingma and Ba, 2015, with an L2 penalty).
// The bias corrections 1−βᵗ come from float64 as uniforms; 1−β₂ of a float32 β₂ = 0.999 is 1.3e-5
// off, a step by 6e-6: accepted. Source: Loshchilov and Hutter, Decoupled Weight Decay
// Regularization, 2019, algorithm 2, as torch.optim.AdamW.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

struct Params {
  cells: u32,
  coupled: u32,
  weightDecay: f32,
  adamBeta1: f32,
  adamBeta2: f32,
  learningRate: f32,
  biasCorrection1: f32,
  biasCorrection2: f32,
  adamEpsilon: f32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<Number>;
@group(0) @binding(1) var<storage, read> gradients: array<Number>;
@group(0) @binding(2) var<storage, read_write> firstMoment: array<Number>;
@group(0) @binding(3) var<storage, read_write> secondMoment: array<Number>;
@group(0) @binding(4) var<storage, read> norm: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.cells || norm[2] == 1.0) { return; }
  let p = parameters[index];
  let coupled = params.coupled == 1u;
  let g = gradients[index] * norm[1] + select(0.0, params.weightDecay, coupled) * p;
  let m = params.adamBeta1 * firstMoment[index] + (1.0 - params.adamBeta1) * g;
  let v = params.adamBeta2 * secondMoment[index] + (1.0 - params.adamBeta2) * g * g;
  firstMoment[index] = m;
  secondMoment[index] = v;
  let decayed = p - params.learningRate * select(params.weightDecay, 0.0, coupled) * p;
  parameters[index] = decayed - params.learningRate * (m / params.biasCorrection1)
      / (sqrt(v / params.biasCorrection2) + params.adamEpsilon);
}
