// SGD with momentum over all adapters at once, in place: one thread per cell of the flat states.
// parameters p, gradients, buffer [L], norm [4] = (‖g‖₂, clip factor, 1 if not finite, 0). g =
// gradient·clip factor + wd·p; buffer = momentum·buffer + gradientShare·g; p −= lr·buffer, or lr·(g
// + momentum·buffer) with `nesterov`. Nothing is touched when norm[2] = 1. Source: Sutskever et
// al., On the importance of initialization and momentum in deep learning, 2013, as torch.optim.SGD.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

struct Params {
  cells: u32,
  nesterov: u32,
  weightDecay: f32,
  momentum: f32,
  gradientShare: f32,
  learningRate: f32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<Number>;
@group(0) @binding(1) var<storage, read> gradients: array<Number>;
@group(0) @binding(2) var<storage, read_write> buffer: array<Number>;
@group(0) @binding(3) var<storage, read> norm: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.cells || norm[2] == 1.0) { return; }
  let p = parameters[index];
  let g = gradients[index] * norm[1] + params.weightDecay * p;
  let moved = params.momentum * buffer[index] + params.gradientShare * g;
  buffer[index] = moved;
  if (params.nesterov == 1u) {
    parameters[index] = p - params.learningRate * (g + params.momentum * moved);
  } else {
    parameters[index] = p - params.learningRate * moved;
  }
}
