// y[n, i, j, c] = x[n, ⌊i·H/Ho⌋, ⌊j·W/Wo⌋, c]: one Number of channels a thread. `channels` counts
// Numbers.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// #include "upsampleNearest/upsampleNearestParams.wgsl"

@group(0) @binding(0) var<storage, read> x: array<Number>;
@group(0) @binding(1) var<storage, read_write> y: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let pixel = index / params.channels;
  let line = pixel / params.outWidth;
  let row = ((line % params.outHeight) * params.height) / params.outHeight;
  let column = ((pixel % params.outWidth) * params.width) / params.outWidth;
  let sample = line / params.outHeight;
  y[index] = x[((sample * params.height + row) * params.width + column) * params.channels +
      index % params.channels];
}
