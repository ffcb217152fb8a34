// Adafactor, second of three dispatches on a matrix [R, C]: 64 threads add the squares of its
// update u = g/√(row/mean(row)·column), each of every 64th number. scratch from `partials`: 64
// partial sums, then mean(row). Source: transformers.Adafactor.

// #include "prelude/invocation.wgsl"

struct Params {
  offset: u32,
  rows: u32,
  columns: u32,
  partials: u32,
}

@group(0) @binding(0) var<storage, read> gradients: array<f32>;
@group(0) @binding(1) var<storage, read> rowMeans: array<f32>;
@group(0) @binding(2) var<storage, read> columnMeans: array<f32>;
@group(0) @binding(3) var<storage, read> norm: array<f32>;
@group(0) @binding(4) var<storage, read_write> scratch: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let thread = threadIndex(workgroup, local);
  if (thread >= 64u || norm[2] == 1.0) { return; }
  var rowSum = 0.0;
  for (var block = 0u; block < params.rows; block += 32u) {
    var part = 0.0;
    for (var i = block; i < min(block + 32u, params.rows); i++) {
      part += rowMeans[params.offset + i];
    }
    rowSum += part;
  }
  let rowMean = rowSum / f32(params.rows);
  var total = 0.0;
  for (var i = thread; i < params.rows * params.columns; i += 64u) {
    let g = gradients[params.offset + i] * norm[1];
    let u = g * inverseSqrt(rowMeans[params.offset + i / params.columns] / rowMean) *
        inverseSqrt(columnMeans[params.offset + i % params.columns]);
    total += u * u;
  }
  scratch[params.partials + thread] = total;
  if (thread == 0u) { scratch[params.partials + 64u] = rowMean; }
}
