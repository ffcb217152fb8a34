// Adafactor, first of three dispatches on a matrix [R, C] at `offset`: one thread per row and per
// column takes up the mean of its squared gradients, mean = b·mean + (1−b)·mean(g² + 1e-30). Sums
// in blocks of 32. Source: Shazeer and Stern, Adafactor, 2018, algorithm 4, as
// transformers.Adafactor.

// #include "prelude/invocation.wgsl"

struct Params {
  offset: u32,
  rows: u32,
  columns: u32,
  adafactorDecay: f32,
  inverseRows: f32,
  inverseColumns: f32,
}

@group(0) @binding(0) var<storage, read> gradients: array<f32>;
@group(0) @binding(1) var<storage, read_write> rowMeans: array<f32>;
@group(0) @binding(2) var<storage, read_write> columnMeans: array<f32>;
@group(0) @binding(3) var<storage, read> norm: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

// Σ (g² + 1e-30) of `count` numbers from `start`, `stride` apart.
fn squares(start: u32, stride: u32, count: u32) -> f32 {
  var total = 0.0;
  for (var block = 0u; block < count; block += 32u) {
    var part = 0.0;
    for (var i = block; i < min(block + 32u, count); i++) {
      let g = gradients[start + i * stride] * norm[1];
      part += g * g + 1e-30;
    }
    total += part;
  }
  return total;
}

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.rows + params.columns || norm[2] == 1.0) { return; }
  let b = params.adafactorDecay;
  if (index < params.rows) {
    let mean = squares(params.offset + index * params.columns, 1u, params.columns) *
        params.inverseColumns;
    let at = params.offset + index;
    rowMeans[at] = b * rowMeans[at] + (1.0 - b) * mean;
  } else {
    let column = index - params.rows;
    let mean = squares(params.offset + column, params.columns, params.rows) * params.inverseRows;
    let at = params.offset + column;
    columnMeans[at] = b * columnMeans[at] + (1.0 - b) * mean;
  }
}
