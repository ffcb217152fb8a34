// dx[n, i, j, c] = Σ of dy over the large pixels that pixel (i, j) was copied to: lines ⌈i·Ho/H⌉ …
// ⌈(i+1)·Ho/H⌉−1, columns likewise, in rising order. One Number of channels a thread; `height`,
// `width` are dx's, `outHeight`, `outWidth` dy's.

// #include "prelude/invocation.wgsl"

alias Number = vec4<f32>;
// #include "upsampleNearest/upsampleNearestParams.wgsl"

@group(0) @binding(0) var<storage, read> dy: array<Number>;
@group(0) @binding(1) var<storage, read_write> dx: array<Number>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  if (index >= params.count) { return; }
  let pixel = index / params.channels;
  let line = pixel / params.width;
  let row = line % params.height;
  let column = pixel % params.width;
  let top = (row * params.outHeight + params.height - 1u) / params.height;
  let bottom = ((row + 1u) * params.outHeight + params.height - 1u) / params.height;
  let left = (column * params.outWidth + params.width - 1u) / params.width;
  let right = ((column + 1u) * params.outWidth + params.width - 1u) / params.width;
  let first = (line / params.height) * params.outHeight;
  var sum = Number(0.0);
  for (var i = top; i < bottom; i++) {
    for (var j = left; j < right; j++) {
        sum += dy[((first + i) * params.outWidth + j) * params.channels + index % params.channels];
        }
  }
  dx[index] = sum;
}
