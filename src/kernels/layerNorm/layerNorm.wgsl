// LayerNorm over the last axis, portable: one thread per row, no workgroup memory, no barrier.
// x [rows, C] -> y like x, stats [rows] = (mean, 1/sqrt(var + eps)); y = (x − mean)·rstd·gamma +
// beta. Centred variance. Source: Ba, Kiros and Hinton, Layer Normalization, 2016, eq. 4.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

// #include "prelude/rowNormParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> gamma: array<Number>;
@group(0) @binding(2) var<storage, read> beta: array<Number>;
@group(0) @binding(3) var<storage, read_write> y: array<Number>;
@group(0) @binding(4) var<storage, read_write> stats: array<vec2f>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.rows) { return; }
  let start = index * params.rowCells;

  var total = Number();
  for (var c = 0u; c < params.rowCells; c++) { total += x[start + c]; }
  let mean = dot(vec4f(total), lanes) * params.inverseSize;

  total = Number();
  for (var c = 0u; c < params.rowCells; c++) {
    let centred = x[start + c] - mean;
    total += centred * centred;
  }
  let rstd = 1.0 / sqrt(dot(vec4f(total), lanes) * params.inverseSize + params.eps);
  stats[index] = vec2f(mean, rstd);

  for (var c = 0u; c < params.rowCells; c++) {
    y[start + c] = (x[start + c] - mean) * rstd * gamma[c] + beta[c];
  }
}
