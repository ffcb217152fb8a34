// SGD with momentum over all adapters at once, in place: one thread per cell of the flat states.
// parameters p, gradients, buffer [L], norm [4] = (‖g‖₂, clip factor, 1 if not finite, 0). g =
// gradient·clip factor + wd·p; buffer = momentum·buffer + gradientShare·g; p −= lr·buffer, or lr·(g
// + momentum·buffer) with `nesterov`. Nothing is touched when norm[2] = 1. Source: Sutskever et
// al., On the importance of initialization and momentum in deep learning, 2013, as torch.optim.SGD.
alias Number = vec4<f32>;

struct Params {
  cells: u32,
  nesterov: u32,
}

struct StepUniforms {
  beta: f32, temperature: f32, c: f32, tau: f32, scoreInverseScale: f32, scoreClip: f32,
      tieMode: f32, gradientScale: f32,
  learningRate: f32, adamBeta1: f32, adamBeta2: f32, adamEpsilon: f32, weightDecay: f32,
      biasCorrection1: f32, biasCorrection2: f32, maxGradNorm: f32,
  momentum: f32, gradientShare: f32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<Number>;
@group(0) @binding(1) var<storage, read> gradients: array<Number>;
@group(0) @binding(2) var<storage, read_write> buffer: array<Number>;
@group(0) @binding(3) var<storage, read> norm: array<f32>;
@group(1) @binding(0) var<uniform> params: Params;
@group(1) @binding(1) var<uniform> step: StepUniforms;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(num_workgroups) grid: vec3u,
    @builtin(local_invocation_index) local: u32) {
  let index = (workgroup.y * grid.x + workgroup.x) * 64u + local;
  if (index >= params.cells || norm[2] == 1.0) { return; }
  let p = parameters[index];
  let g = gradients[index] * norm[1] + step.weightDecay * p;
  let moved = step.momentum * buffer[index] + step.gradientShare * g;
  buffer[index] = moved;
  if (params.nesterov == 1u) {
    parameters[index] = p - step.learningRate * (g + step.momentum * moved);
  } else {
    parameters[index] = p - step.learningRate * moved;
  }
}
