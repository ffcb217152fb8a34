// y[M,N] = scale·a[M,K]·b[N,K]ᵀ + bias[N] + residual[M,N]; N and K multiples of 4: matmul.nn64.wgsl
// with the second operand along k, as a derivative reads the weight of its forward product.

alias Staged = vec4<f32>; // staged

// #include "prelude/invocation.wgsl"
// #include "prelude/sharedTile.wgsl"
// #include "matmul/matmulTile.wgsl"

@group(0) @binding(0) var<storage, read> a: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b: array<vec4<f32>>; // weights of params.k4 quads a row
fn weight(index: u32, column: u32) -> vec4<f32> { return b[index]; }

@compute @workgroup_size(256)
fn main(workgroup: Workgroup, @builtin(local_invocation_index) local: u32) {
  let index = workgroupIndex(workgroup);
  let slice = index / params.blocks;
  if (slice >= params.slices) { return; }
  let block = index % params.blocks + params.firstBlock;
  let row = block / params.blocksAcross * 64u;
  let column = block % params.blocksAcross * 16u; // in quads
  let source = min(row + local / 4u, params.m - 1u) * params.k4;
  let atColumn = min(column * 4u + local / 4u, params.n4 * 4u - 1u) * params.k4;
  var sums = mat4x4f();
  let last = min((slice + 1u) * params.sliceQuads, params.k4);
  for (var k = slice * params.sliceQuads; k < last; k += 4u) {
    let quad = k + local % 4u;
    let at = min(quad, last - 1u);
    left[local] = select(vec4f(), a[source + at], quad < last);
    right[columnPlace(local / 4u, local % 4u)] = Staged(weight(atColumn + at, at));
    workgroupBarrier();
    sums = productNT(sums, local);
    workgroupBarrier();
  }
  let first = row + local / 16u * 4u;
  store(slice, first, column + local % 16u, sums[0]);
  store(slice, first + 1u, column + local % 16u, sums[1]);
  store(slice, first + 2u, column + local % 16u, sums[2]);
  store(slice, first + 3u, column + local % 16u, sums[3]);
}
