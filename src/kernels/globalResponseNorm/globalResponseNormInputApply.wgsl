// Derivative of global response normalisation by its input, third of three dispatches: one thread
// per cell. With norms [N, C] = gx, slopes [N, C] = s = gamma·Σ dy·x, means [N] = (mean gx, mean
// s·gx) and M = mean gx + eps:
// dx = dy·(gamma·gx/M + 1) + (x/gx)·(s/M − mean(s·gx)/M²). Where gx = 0 all x are 0, and dividing
// by 1 makes x/gx = 0.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;

// #include "globalResponseNorm/applyParams.wgsl"

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read> x: array<Number>;
@group(0) @binding(2) var<storage, read> norms: array<Number>;
@group(0) @binding(3) var<storage, read> gamma: array<Number>;
@group(0) @binding(4) var<storage, read> slopes: array<Number>;
@group(0) @binding(5) var<storage, read> means: array<vec2f>;
@group(0) @binding(6) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let sample = index / params.sampleCells;
  let c = index % params.rowCells;
  let at = sample * params.rowCells + c;
  let inverse = 1.0 / (means[sample].x + params.eps);
  let direction = x[index] / select(norms[at], Number(1.0), norms[at] == Number());
  let response = gamma[c] * norms[at] * inverse + 1.0;
  dx[index] = dy[index] * response + direction * ((slopes[at] - means[sample].y * inverse) *
      inverse);
}
