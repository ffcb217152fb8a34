// y[slices,K,N] = scale·Σ over the slice's rows of a[M,K]ᵀ·b[M,N]: the adapters' gradients, tall
// and thin (M in the thousands, N = rank). K and N multiples of 4; a thread computes 4×4 numbers
// over `sliceRows` rows, in rising order. With more than one slice y is a scratch of partial sums,
// which matmul.sum.wgsl adds in order.

// #include "prelude/invocation.wgsl"

struct Params { m: u32, k4: u32, n4: u32, slices: u32, sliceRows: u32, scale: f32 }

@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4<f32>>;
@group(0) @binding(8) var<uniform> params: Params;

@compute @workgroup_size(64)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = threadIndex(workgroup, local);
  let tiles = params.k4 * params.n4;
  let slice = index / tiles;
  if (slice >= params.slices) { return; }
  let row = (index % tiles) / params.n4;
  let column = index % params.n4;
  var s0 = vec4<f32>(0.0);
  var s1 = vec4<f32>(0.0);
  var s2 = vec4<f32>(0.0);
  var s3 = vec4<f32>(0.0);
  let last = min((slice + 1u) * params.sliceRows, params.m);
  for (var m = slice * params.sliceRows; m < last; m++) {
    let x = a[m * params.k4 + row];
    let w = b[m * params.n4 + column];
    s0 += x.x * w;
    s1 += x.y * w;
    s2 += x.z * w;
    s3 += x.w * w;
  }
  let first = (slice * params.k4 + row) * 4u * params.n4 + column;
  y[first] = params.scale * s0;
  y[first + params.n4] = params.scale * s1;
  y[first + 2u * params.n4] = params.scale * s2;
  y[first + 3u * params.n4] = params.scale * s3;
}
