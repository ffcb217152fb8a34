// Derivative of LayerNorm by its input, portable: one thread per row, no workgroup memory, no
// barrier.
// dy, x [rows, C], stats [rows] = (mean, rstd) -> dx = rstd·(d − mean(d) − x̂·mean(d·x̂)), d =
// dy·gamma; gamma is frozen. Source: the chain rule on Ba et al. 2016 eq. 4; the same form as llm.c
// layernorm_backward.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// all four for vec4, only the first for f32
const lanes = vec4f(1.0, vec3f(length(Number(1.0)) - 1.0));

// #include "prelude/rowNormInputParams.wgsl"

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read> x: array<Number>;
@group(0) @binding(2) var<storage, read> stats: array<vec2f>;
@group(0) @binding(3) var<storage, read> gamma: array<Number>;
@group(0) @binding(4) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.rows) { return; }
  let start = index * params.rowCells;
  let stat = stats[index];

  var total = Number();
  var totalNormal = Number();
  for (var c = 0u; c < params.rowCells; c++) {
    let d = dy[start + c] * gamma[c];
    total += d;
    totalNormal += d * (x[start + c] - stat.x) * stat.y;
  }
  let mean = dot(vec4f(total), lanes) * params.inverseSize;
  let meanNormal = dot(vec4f(totalNormal), lanes) * params.inverseSize;

  for (var c = 0u; c < params.rowCells; c++) {
    let normal = (x[start + c] - stat.x) * stat.y;
    dx[start + c] = stat.y * (dy[start + c] * gamma[c] - mean - normal * meanNormal);
  }
}
