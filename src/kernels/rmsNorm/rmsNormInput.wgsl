// Derivative of RMSNorm by its input, portable: one thread per row, no workgroup memory, no
// barrier.
// dy, x [rows, C], stats [rows] = rstd -> dx = rstd·(d − x̂·mean(d·x̂)), d = dy·gamma, x̂ = x·rstd;
// gamma is frozen. Source: the chain rule on Zhang and Sennrich 2019 eq. 4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

// #include "prelude/rowNormInputParams.wgsl"

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read> x: array<Number>;
@group(0) @binding(2) var<storage, read> stats: array<f32>;
@group(0) @binding(3) var<storage, read> gamma: array<Number>;
@group(0) @binding(4) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.rows) { return; }
  let start = index * params.rowCells;
  let rstd = stats[index];

  var total = Number();
  for (var c = 0u; c < params.rowCells; c++) { total += dy[start + c] * gamma[c] * x[start + c]; }
  let slope = dot(vec4f(total), lanes) * params.inverseSize * rstd * rstd;

  for (var c = 0u; c < params.rowCells; c++) {
    dx[start + c] = rstd * (dy[start + c] * gamma[c] - x[start + c] * slope);
  }
}
