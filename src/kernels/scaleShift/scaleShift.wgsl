// y[n, p, c] = x[n, p, c]·(1 + scale[n, c]) + shift[n, c], e [N, 2C] = (scale, shift): one cell of
// channels a thread. Without `shifted` the shift is left out: the derivative by x. Source: adaptive
// norms (FiLM, Perez et al. 2018; DiT, Peebles and Xie 2023).

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
override shifted: bool = true;

struct Params {
  count: u32,       // cells of x
  rowCells: u32,    // cells of C
  sampleCells: u32, // cells of one sample
}

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read> e: array<Number>;
@group(0) @binding(2) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let scale = (index / params.sampleCells) * 2u * params.rowCells + index % params.rowCells;
  let scaled = x[index] * (e[scale] + 1.0);
  if (shifted) { y[index] = scaled + e[scale + params.rowCells]; } else { y[index] = scaled; }
}
