// Adafactor, last of three dispatches on a matrix [R, C]: one thread per number. p −= lr·wd·p; p −=
// lr·u/max(1, RMS(u)), u = g/√(row/mean(row)·column), in place on parameters. Nothing is touched
// when norm[2] = 1. Source: Shazeer and Stern, Adafactor, 2018, algorithms 4 and 5, as
// transformers.Adafactor (clip_threshold 1, no first moment, no relative step).

// #include "prelude/invocation.wgsl"

struct Params {
  offset: u32,
  rows: u32,
  columns: u32,
  partials: u32,
  learningRate: f32,
  weightDecay: f32,
}

@group(0) @binding(0) var<storage, read_write> parameters: array<f32>;
@group(0) @binding(1) var<storage, read> gradients: array<f32>;
@group(0) @binding(2) var<storage, read> rowMeans: array<f32>;
@group(0) @binding(3) var<storage, read> columnMeans: array<f32>;
@group(0) @binding(4) var<storage, read> norm: array<f32>;
@group(0) @binding(5) var<storage, read> scratch: array<f32>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  let size = params.rows * params.columns;
  if (index >= size || norm[2] == 1.0) { return; }
  var squares = 0.0;
  for (var i = 0u; i < 64u; i++) { squares += scratch[params.partials + i]; }
  let rms = sqrt(squares / f32(size));
  let rowMean = scratch[params.partials + 64u];
  let at = params.offset + index;
  let u = gradients[at] * norm[1] *
      inverseSqrt(rowMeans[params.offset + index / params.columns] / rowMean) *
      inverseSqrt(columnMeans[params.offset + index % params.columns]);
  let p = parameters[at];
  parameters[at] = p - params.learningRate * params.weightDecay * p -
      params.learningRate * u / max(1.0, rms);
}
